import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { listStock } from '#db/queries/stock-on-hand.ts';
import type { Caller } from '#domain/caller.ts';
import { approveRelease } from '#operations/approve-release.ts';
import type { OperationContext } from '#operations/context.ts';
import { placeHold } from '#operations/place-hold.ts';
import { rejectRelease } from '#operations/reject-release.ts';
import { releaseUrgently } from '#operations/release-urgently.ts';
import { takeBackApproval } from '#operations/take-back-approval.ts';
import { givenContext } from '#test/given/context.ts';
import { commandOf, givenLot, stockOf } from '#test/given/lots.ts';
import { givenStory, importer, personWith, type StoryIds } from '#test/given/master-data.ts';
import {
  givenRelease,
  givenSpecification,
  givenSpecifications,
  putAway,
  releaseOf,
  smallSpecification,
} from '#test/given/release.ts';
import { decideRelease, enterResults, passing } from '#test/given/release-steps.ts';
import { givenPolicy, tasksOf } from '#test/given/workflow.ts';
import { type GivenDatabase, givenDatabase } from '#test/setup/database.ts';

let database: GivenDatabase;
let context: OperationContext;
let ids: StoryIds;
let given: { context: OperationContext; ids: StoryIds };
let dana: Caller;
let ines: Caller;

beforeAll(async () => {
  database = await givenDatabase();
  context = givenContext(database.db);
  ids = await givenStory(context);
  given = { context, ids };
  await givenSpecifications(given, 'GC-BULK', 'GC-CUP');
  await givenPolicy(given, 'release_approvals', '2', { kind: 'item', key: ids.item('GC-CUP') });
  dana = personWith('quality_manager', ids.user('d.whitlock'));
  ines = personWith('quality_approver', ids.user('i.carvalho'));
});
afterAll(() => database.drop());

const code = (outcome: { ok: true } | { ok: false; violation: { code: string } }) =>
  outcome.ok ? 'allowed' : outcome.violation.code;
const passed = async (item = 'GC-BULK') => {
  const release = await givenRelease(given, { item });
  await enterResults(given, release, passing);
  return release;
};
const reason = 'The customer waits, the supplier is trusted';

test('an urgent release of a part frees that part alone; the rest waits for the results, and is approved on them', async () => {
  const release = await givenRelease(given);
  const { releaseId, lotId } = release;
  const part = { from: 'C-01', to: 'C-02', quantity: '4', unit: 'kg' };
  const freed = await decideRelease(given, releaseUrgently, dana, { releaseId, reason, part, customers: ['SEA'] });
  expect(freed).toMatchObject({ ok: true, value: { state: 'released_urgently', waiting: '36' } });
  expect((await stockOf(context, lotId)).sort()).toEqual([
    'EWR/C-01 MFF pending_inspection 36',
    'EWR/C-02 MFF approved 4',
  ]);
  expect(code(await decideRelease(given, approveRelease, ines, { releaseId }))).toBe('release.already-decided');
  const entered = await enterResults(given, release, passing);
  expect(entered).toMatchObject({ ok: true, value: { state: 'open', waiting: '36' } });
  const approved = await decideRelease(given, approveRelease, ines, { releaseId });
  expect(approved).toMatchObject({ ok: true, value: { state: 'approved', waiting: '0' } });
});

describe('the first of two approvals', () => {
  test('is taken back by who gave it: other terms may be approved then, by two people', async () => {
    const { releaseId, lotId } = await passed('GC-CUP');
    const thirty = { from: 'C-01', to: 'C-02', quantity: '30', unit: 'each' };
    const three = { ...thirty, quantity: '3' };
    const approve = async (by: Caller, part: typeof thirty) =>
      code(await decideRelease(given, approveRelease, by, { releaseId, part }));
    expect([await approve(ines, thirty), await approve(dana, three)]).toEqual(['allowed', 'release.terms-differ']);

    const taken = { releaseId, reason: 'Thirty was a slip of the pen' };
    const takeBack = () => takeBackApproval(context, commandOf(ines, taken, `back-${releaseId}`));
    const [one, two] = await Promise.all([takeBack(), takeBack()]);
    expect(one).toMatchObject({ ok: true, value: { approvals: { given: [] }, terms: null } });
    expect({ ...two, repeated: false }).toEqual({ ...one, repeated: false });
    expect(code(await takeBackApproval(context, commandOf(ines, taken)))).toBe('release.nothing-to-take-back');
    expect(await tasksOf(context, releaseId)).toEqual([
      'record_release_results settled',
      'approve_release settled',
      'approve_release settled',
      'approve_release open',
    ]);
    expect([await approve(ines, three), await approve(dana, three)]).toEqual(['allowed', 'allowed']);
    expect((await stockOf(context, lotId)).sort()).toEqual([
      'EWR/C-01 MFF pending_inspection 37',
      'EWR/C-02 MFF approved 3',
    ]);
  });

  test.each([1, 2, 3])('taken back while the second is given, either stands and never half of both (%i)', async () => {
    const { releaseId, lotId } = await passed('GC-CUP');
    await decideRelease(given, approveRelease, ines, { releaseId });
    const [taken, approved] = await Promise.all([
      takeBackApproval(context, commandOf(ines, { releaseId, reason: 'I have doubts about it' })),
      decideRelease(given, approveRelease, dana, { releaseId }),
    ]);
    const stock = await stockOf(context, lotId);
    if (taken.ok) {
      // The second approval found the first one gone: its reader has to read again, or gave a first one.
      expect(['signature.shown-changed', 'allowed']).toContain(code(approved));
      expect(stock).toEqual(['EWR/C-01 MFF pending_inspection 40']);
    } else {
      expect([code(taken), code(approved)]).toEqual(['release.already-decided', 'allowed']);
      expect(stock).toEqual(['EWR/C-01 MFF approved 40']);
    }
  });
});

describe('a part', () => {
  test('that is rejected is held where it stands, and what was released before is not', async () => {
    const { releaseId, lotId } = await passed();
    const part = { from: 'C-01', to: 'C-02', quantity: '15', unit: 'kg' };
    expect(code(await decideRelease(given, approveRelease, dana, { releaseId, part }))).toBe('allowed');
    const no = { releaseId, reason: 'This pallet smells of diesel' };
    const rejected = await decideRelease(given, rejectRelease, ines, no);
    expect(rejected).toMatchObject({ ok: true, value: { state: 'rejected' } });
    const { rows } = await listStock(context.db, { scopes: null, lotId, limit: 10 });
    const states = Object.fromEntries(rows.map(({ location, state }) => [location, state]));
    expect(states).toEqual({ 'C-01': 'quarantined', 'C-02': 'approved' });
  });

  test('is released where no hold reaches it, whatever holds another place', async () => {
    const { releaseId, lot, lotId } = await passed();
    const apart = { from: 'C-01', to: 'C-02', owner: 'MFF', condition: 'pending_inspection' as const };
    const segregate = { ...apart, quantity: '5', unit: 'kg' };
    const hold = { lot, site: 'EWR', location: 'C-02', rule: 'damage' as const, reason: 'Lids of five are open' };
    expect(code(await placeHold(context, commandOf(importer, { ...hold, segregate })))).toBe('allowed');
    expect(code(await decideRelease(given, approveRelease, dana, { releaseId }))).toBe('stock.held');
    const part = { from: 'C-01', quantity: '35', unit: 'kg' };
    expect(code(await decideRelease(given, approveRelease, dana, { releaseId, part }))).toBe('allowed');
    expect((await stockOf(context, lotId)).sort()).toEqual([
      'EWR/C-01 MFF approved 35',
      'EWR/C-02 MFF pending_inspection 5',
    ]);
  });
});

test('stock that joins is sampled by all that has ever waited in the release, whatever was let go before', async () => {
  const [sampled] = smallSpecification.characteristics;
  if (!sampled) throw new Error('The small specification has nothing measured on samples');
  const bands = [
    { upTo: '50', samples: 5, accept: 0, reject: 1 },
    { upTo: null, samples: 9, accept: 0, reject: 1 },
  ];
  await givenSpecification(given, 'HM-CUP', {
    characteristics: [sampled],
    sampling: { scheme: 'c_zero', bands },
  });
  const lot = await givenLot(context, ids, {
    code: 'SAMPLED',
    item: 'HM-CUP',
    stock: [{ at: 'EWR/DOCK-IN', condition: 'received', quantity: '100' }],
  });
  await putAway(given, lot.code, '40');
  const { releaseId } = await releaseOf(given, lot.id);
  expect(code(await decideRelease(given, releaseUrgently, dana, { releaseId, reason }))).toBe('allowed');
  expect(await samplesOf(lot.id)).toMatchObject([{ samples: { samples: 5 } }]);
  await putAway(given, lot.code, '40');
  // 80 have come, though no more than 40 ever waited at once.
  expect(await samplesOf(lot.id)).toMatchObject([{ quantity: '40', samples: { samples: 9 } }]);
});

const samplesOf = async (lotId: string) =>
  await database.sql`select trim_scale(quantity)::text as quantity, samples from release_approvals where lot_id = ${lotId}`;
