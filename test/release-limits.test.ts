import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { listStock } from '#db/queries/stock-on-hand.ts';
import type { Caller } from '#domain/caller.ts';
import { proposeConditions } from '#operations/propose-conditions.ts';
import { type StatedLimit, tightenLimit } from '#operations/tighten-limit.ts';
import { type GivenReviews, givenReviews } from '#test/given/engine.ts';
import { commandOf, stockOf } from '#test/given/lots.ts';
import { personWith } from '#test/given/master-data.ts';
import { givenRelease, givenSpecifications, putAway, releaseHistoryOf } from '#test/given/release.ts';
import { askRelease, enterResults, passing } from '#test/given/release-steps.ts';
import { givenPolicy, tasksOf, until } from '#test/given/workflow.ts';

let given: GivenReviews;
let dana: Caller; // quality manager of every site
let ines: Caller; // quality approver at Newark
let third: Caller; // another approver

beforeAll(async () => {
  given = await givenReviews();
  dana = given.person('d.whitlock');
  ines = given.person('i.carvalho');
  third = given.person('t.brandt');
  const cup = { kind: 'item', key: given.ids.item('GC-CUP') } as const;
  await givenPolicy(given, 'release_approvals', '2', cup);
  await givenSpecifications(given, 'GC-BULK', 'GC-CUP');
  await given.workers();
});
afterAll(() => given.stop());

const code = (outcome: { ok: true } | { ok: false; violation: { code: string } }) =>
  outcome.ok ? 'allowed' : outcome.violation.code;
const reason = 'The second customer agreed to the short date';

async function limitsOf(lotId: string) {
  const { rows } = await listStock(given.context.db, { scopes: null, lotId, limit: 10 });
  return rows.flatMap(({ limits }) => limits);
}

/** Stock released for some customers until a day, and the conditions it stands under. */
async function released(item = 'GC-BULK', approvers: Caller[] = [dana]) {
  const release = await givenRelease(given, { item });
  await enterResults(given, release, passing);
  for (const by of approvers)
    await askRelease(given, 'approve', by, release, { customers: ['SEA', 'PIN'], useBy: '2030-06-30' });
  const [limit] = await limitsOf(release.lotId);
  if (!limit) throw new Error(`${release.number} left no conditions`);
  return { ...release, limitId: limit.limitId };
}

// What goes through the engine looks its caller's rights up; a fact is given them at the door.
const entitled = ({ id }: Caller): Caller => personWith('quality_approver', id);
const tighten = (by: Caller, input: Omit<StatedLimit, 'reason'>, key?: string) =>
  tightenLimit(given.context, commandOf(entitled(by), { reason, ...input }, key));
const propose = (by: Caller, input: Omit<StatedLimit, 'reason'>, key?: string) =>
  proposeConditions(given.context, commandOf(entitled(by), { reason, ...input }, key));
const caseOf = ({ releaseId }: { releaseId: string }) => ({
  releaseId,
  workflowId: `release-approval-${releaseId}`,
});

describe.concurrent('conditions of released stock', () => {
  test('are tightened at once by one person, the row before stays, and the stock shows what holds', async () => {
    const { lotId, limitId, releaseId } = await released();
    const narrow = { limitId, customers: ['SEA'], useBy: '2030-05-01' };
    const [one, two] = await Promise.all([
      tighten(ines, narrow, `t-${limitId}`),
      tighten(ines, narrow, `t-${limitId}`),
    ]);
    expect(one).toMatchObject({ ok: true, value: { customers: ['SEA'], useBy: '2030-05-01' } });
    expect({ ...two, repeated: false }).toEqual({ ...one, repeated: false });
    expect(await limitsOf(lotId)).toMatchObject([{ customers: ['SEA'], useBy: '2030-05-01' }]);
    expect(code(await tighten(ines, narrow))).toBe('release.limit-ended');
    expect(await releaseHistoryOf(given, releaseId)).toContain('release_limit.replaced');
    const rows = await given.database.sql`
      select replaced_by is not null as replaced, customer_ids is not null as limited from release_limits
       where lot_id = ${lotId} order by id`;
    expect(rows).toEqual([
      { replaced: true, limited: true },
      { replaced: false, limited: true },
    ]);
  });

  test('say something that can be: customers there are, a day to come and not after the lot’s own', async () => {
    const { limitId } = await released();
    expect(code(await tighten(ines, { limitId, customers: [] }))).toBe('release.conditions-malformed');
    expect(code(await tighten(ines, { limitId, customers: ['TGD'] }))).toBe('party.unknown');
    expect(code(await tighten(ines, { limitId, customers: ['SEA'], useBy: '2020-01-01' }))).toBe(
      'release.conditions-malformed',
    );
    expect(code(await tighten(ines, { limitId: given.context.newId(), customers: ['SEA'] }))).toBe(
      'release.limit-unknown',
    );
  });

  test('are loosened by an approval of their own, signed by somebody else, and hold as they were until then', async () => {
    const { lotId, limitId } = await released();
    const proposed = await propose(ines, { limitId, customers: ['SEA', 'PIN'] });
    if (!proposed.ok) throw new Error(proposed.violation.code);
    expect(proposed.value).toMatchObject({
      state: 'open',
      approvals: { needed: 1 },
      terms: { part: null, conditions: { customers: ['PIN', 'SEA'], useBy: null } },
    });
    const change = caseOf(proposed.value);
    expect(await tasksOf(given.context, change.releaseId)).toEqual(['approve_release open']);
    expect(code(await propose(ines, { limitId }))).toBe('release.change-already-proposed');
    expect(await limitsOf(lotId)).toMatchObject([{ limitId, useBy: '2030-06-30' }]);

    expect(code(await askRelease(given, 'approve', ines, change, {}))).toBe('access.duties-conflict');
    expect(code(await askRelease(given, 'approve', dana, change, { useBy: '2031-01-01' }))).toBe(
      'release.terms-differ',
    );
    const approved = await askRelease(given, 'approve', dana, change, {});
    expect(approved).toMatchObject({ ok: true, value: { state: 'approved' } });
    expect(await limitsOf(lotId)).toMatchObject([{ customers: ['PIN', 'SEA'], useBy: null }]);
    expect(await releaseHistoryOf(given, change.releaseId)).toEqual(['conditions_proposed', 'conditions_approved']);
    await expect(given.client.workflow.getHandle(change.workflowId).result()).resolves.toMatchObject({
      state: 'approved',
    });
  });

  test('are taken back altogether by as many people as release the item', async () => {
    const { lotId, limitId } = await released('GC-CUP', [dana, ines]);
    const proposed = await propose(third, { limitId });
    if (!proposed.ok) throw new Error(proposed.violation.code);
    const change = caseOf(proposed.value);
    expect(await askRelease(given, 'approve', dana, change, {})).toMatchObject({ ok: true, value: { state: 'open' } });
    expect(await limitsOf(lotId)).toHaveLength(1);
    expect(code(await askRelease(given, 'approve', dana, change, {}))).toBe('release.second-person-required');
    expect(await askRelease(given, 'approve', ines, change, {})).toMatchObject({
      ok: true,
      value: { state: 'approved' },
    });
    expect(await limitsOf(lotId)).toEqual([]);
  });

  test('stay as they are when the proposal is rejected: nothing is held, and another may be made', async () => {
    const { lotId, limitId } = await released();
    const proposed = await propose(ines, { limitId });
    if (!proposed.ok) throw new Error(proposed.violation.code);
    const no = { reason: 'The reason for them is still there' };
    expect(await askRelease(given, 'reject', dana, caseOf(proposed.value), no)).toMatchObject({
      ok: true,
      value: { state: 'rejected', hold: null },
    });
    expect(await limitsOf(lotId)).toMatchObject([{ limitId }]);
    expect(code(await propose(ines, { limitId }))).toBe('allowed');
  });

  test('tightened while others are proposed make the proposal void', async () => {
    const { lotId, limitId } = await released();
    const proposed = await propose(ines, { limitId });
    if (!proposed.ok) throw new Error(proposed.violation.code);
    const change = caseOf(proposed.value);
    const [tightened, approved] = await Promise.all([
      tighten(dana, { limitId, customers: ['SEA'], useBy: '2030-06-30' }),
      askRelease(given, 'approve', dana, change, {}),
    ]);
    // Whoever comes second finds the conditions changed, and stock is never looser than the later of the two left it.
    expect([code(tightened), code(approved)].filter((one) => one === 'allowed')).toHaveLength(1);
    expect(await limitsOf(lotId)).toMatchObject(tightened.ok ? [{ customers: ['SEA'] }] : []);
    if (tightened.ok) expect((await releaseHistoryOf(given, change.releaseId)).at(-1)).toBe('withdrawn');
  });

  test('are no release of stock: what is put away meanwhile has a release of its own', async () => {
    const { lotId, lot, limitId, releaseId } = await released();
    const proposed = await propose(ines, { limitId });
    if (!proposed.ok) throw new Error(proposed.violation.code);
    await given.database.sql`
      update stock set condition = 'received', location_id = ${given.ids.location('EWR/DOCK-IN')} where lot_id = ${lotId}`;
    await putAway(given, lot, '40');
    expect(await stockOf(given.context, lotId)).toEqual(['EWR/C-01 MFF pending_inspection 40']);
    const rows = await given.database.sql`
      select id, state, limit_id is not null as about from release_approvals where lot_id = ${lotId} order by id`;
    expect(rows).toMatchObject([
      { id: releaseId, state: 'approved', about: false },
      { id: proposed.value.releaseId, state: 'open', about: true },
      { state: 'open', about: false },
    ]);
  });
});

test('a proposal that nobody decides lapses: the conditions stay and nothing is held', async () => {
  const { lotId, limitId } = await released();
  const scope = { kind: 'item', key: given.ids.item('GC-BULK') } as const;
  await givenPolicy(given, 'release_due_after_minutes', '0.05', scope);
  const proposed = await propose(ines, { limitId });
  if (!proposed.ok) throw new Error(proposed.violation.code);
  const { releaseId } = proposed.value;
  await until(async () => (await releaseHistoryOf(given, releaseId)).includes('conditions_lapsed'));
  const [row] = await given.database.sql`
    select state, (select count(*)::int from holds where lot_id = ${lotId}) as holds from release_approvals where id = ${releaseId}`;
  expect(row).toEqual({ state: 'withdrawn', holds: 0 });
  expect(await limitsOf(lotId)).toMatchObject([{ limitId }]);
});
