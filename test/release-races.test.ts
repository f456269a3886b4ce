import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Caller } from '#domain/caller.ts';
import { approveRelease } from '#operations/approve-release.ts';
import type { OperationContext } from '#operations/context.ts';
import { placeHold } from '#operations/place-hold.ts';
import { rejectRelease } from '#operations/reject-release.ts';
import { releaseUrgently } from '#operations/release-urgently.ts';
import { givenContext } from '#test/given/context.ts';
import { commandOf, stockOf } from '#test/given/lots.ts';
import { givenStory, importer, personWith, type StoryIds } from '#test/given/master-data.ts';
import { givenRelease, givenSpecifications, releaseHistoryOf } from '#test/given/release.ts';
import { decideRelease, enterResults, failing, passing, signingFor } from '#test/given/release-steps.ts';
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
  await givenSpecifications(given, 'GC-BULK');
  dana = personWith('quality_manager', ids.user('d.whitlock'));
  ines = personWith('quality_approver', ids.user('i.carvalho'));
});
afterAll(() => database.drop());

const passed = async () => {
  const release = await givenRelease(given);
  await enterResults(given, release, passing);
  return release;
};
const code = (outcome: { ok: true } | { ok: false; violation: { code: string } }) =>
  outcome.ok ? 'allowed' : outcome.violation.code;
const reason = 'The pallet smells of diesel, see the photo';
const hold = (lot: string) =>
  placeHold(context, commandOf(importer, { lot, site: 'EWR', rule: 'damage', reason: 'A pallet fell from the truck' }));

// Each is played several times: who comes first is chance, what may be left behind is not.
const rounds = [1, 2, 3, 4];

describe('of two at once', () => {
  test.each(rounds)('approvers one releases, and the other is told so (%i)', async () => {
    const { releaseId, lotId } = await passed();
    const answers = await Promise.all([
      decideRelease(given, approveRelease, dana, { releaseId }),
      decideRelease(given, approveRelease, ines, { releaseId }),
    ]);
    expect(answers.map(code).sort()).toEqual(['allowed', 'release.already-decided']);
    expect(await stockOf(context, lotId)).toEqual(['EWR/C-01 MFF approved 40']);
  });

  test.each(rounds)(
    'who contradict each other one wins, and there is no stock both released and rejected (%i)',
    async () => {
      const { releaseId, lotId } = await passed();
      const [approved, rejected] = await Promise.all([
        decideRelease(given, approveRelease, dana, { releaseId }),
        decideRelease(given, rejectRelease, ines, { releaseId, reason }),
      ]);
      expect([code(approved), code(rejected)].sort()).toEqual(['allowed', 'release.already-decided']);
      const [{ held } = { held: 0 }] =
        await database.sql`select count(*)::int as held from holds where lot_id = ${lotId} and ended_at is null`;
      expect(held).toBe(approved.ok ? 0 : 1);
      expect(await stockOf(context, lotId)).toEqual([
        `EWR/C-01 MFF ${approved.ok ? 'approved' : 'pending_inspection'} 40`,
      ]);
    },
  );

  test.each(rounds)(
    'a hold and an approval, the hold is in force, and an approval after it is refused (%i)',
    async () => {
      const { releaseId, lotId, lot } = await passed();
      const [approved, held] = await Promise.all([
        decideRelease(given, approveRelease, dana, { releaseId }),
        hold(lot),
      ]);
      expect(held.ok).toBe(true);
      expect(['allowed', 'stock.held', 'signature.shown-changed']).toContain(code(approved));
      const [row] = await database.sql`
      select release.state, hold.recorded_at >= coalesce(release.closed_at, hold.recorded_at) as after
        from release_approvals release join holds hold on hold.lot_id = release.lot_id where release.id = ${releaseId}`;
      expect(row).toEqual({ state: approved.ok ? 'approved' : 'open', after: true });
      expect(await stockOf(context, lotId)).toHaveLength(1);
    },
  );

  test.each(rounds)('a failing result and an approval, the stock is never both released and unheld (%i)', async () => {
    const { releaseId, lotId } = await passed();
    const [approved, entered] = await Promise.all([
      decideRelease(given, approveRelease, dana, { releaseId, resultsVersion: 1 }),
      enterResults(given, { releaseId }, failing, { note: 'The second culture grew' }),
    ]);
    const [{ held } = { held: 0 }] =
      await database.sql`select count(*)::int as held from holds where lot_id = ${lotId} and ended_at is null`;
    if (approved.ok) expect([code(entered), held]).toEqual(['result.not-owed', 0]);
    else {
      expect(['release.already-decided', 'release.results-changed']).toContain(code(approved));
      expect([code(entered), held]).toEqual(['allowed', 1]);
    }
  });

  test('the same key sent twice is one decision with one answer, and with another body it is refused', async () => {
    const { releaseId } = await passed();
    const signingId = await signingFor(given, dana, 'approval', releaseId);
    const send = (comment?: string) =>
      approveRelease(
        context,
        commandOf(dana, { releaseId, signingId, ...(comment && { comment }) }, `twice-${releaseId}`),
      );
    const [one, two] = await Promise.all([send(), send()]);
    expect(one).toMatchObject({ ok: true, value: { state: 'approved' } });
    expect({ ...two, repeated: false }).toEqual({ ...one, repeated: false });
    expect(code(await send('another'))).toBe('idempotency.key-reused');
    expect((await releaseHistoryOf(given, releaseId)).filter((action) => action === 'approved')).toHaveLength(1);
  });
});

describe('a decision', () => {
  test('is signed for what is there: none without a signing, nor with one for what was there before', async () => {
    const { releaseId } = await givenRelease(given);
    const early = await signingFor(given, dana, 'approval', releaseId);
    await enterResults(given, { releaseId }, passing);
    const send = (signingId: string | undefined) =>
      approveRelease(context, commandOf(dana, { releaseId, ...(signingId && { signingId }) }));
    expect(code(await send(undefined))).toBe('signature.required');
    expect(code(await send(early))).toBe('signature.shown-changed');
    expect(code(await send(await signingFor(given, ines, 'approval', releaseId)))).toBe('signature.unknown');
    expect(code(await send(await signingFor(given, dana, 'review', releaseId)))).toBe('signature.meaning-wrong');
    expect(code(await send(await signingFor(given, dana, 'approval', releaseId)))).toBe('allowed');
  });

  test('is a person’s, with the right at that site, whatever came through the engine', async () => {
    const { releaseId } = await passed();
    const elsewhere = personWith('quality_approver', ids.user('t.brandt'), ids.site('CHI'));
    expect(code(await decideRelease(given, approveRelease, elsewhere, { releaseId }))).toBe('access.right-missing');
    expect(code(await decideRelease(given, releaseUrgently, ines, { releaseId, reason }))).toBe('access.right-missing');
  });

  test('is not by who received the lot', async () => {
    const release = await passed();
    await database.sql`
      insert into lot_duties (duty, person_id, person_name, lot_id, happened_at, command_id)
      values ('received', ${dana.id}, 'Dana', ${release.lotId}, now(), 'test')`;
    const { releaseId } = release;
    const refused = await decideRelease(given, approveRelease, dana, { releaseId });
    expect(refused).toMatchObject({
      ok: false,
      violation: { code: 'access.duties-conflict', message: 'You received this lot, so somebody else releases it' },
    });
    expect(code(await decideRelease(given, approveRelease, ines, { releaseId }))).toBe('allowed');
  });
});
