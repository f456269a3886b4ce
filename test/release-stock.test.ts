import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Caller } from '#domain/caller.ts';
import { approveRelease } from '#operations/approve-release.ts';
import { confirmOutcome } from '#operations/confirm-outcome.ts';
import type { OperationContext } from '#operations/context.ts';
import { decideQuarantineReview } from '#operations/decide-quarantine-review.ts';
import { moveStock } from '#operations/move-stock.ts';
import { placeHold } from '#operations/place-hold.ts';
import { recordInspection } from '#operations/record-inspection.ts';
import { releaseUrgently } from '#operations/release-urgently.ts';
import { givenContext } from '#test/given/context.ts';
import { commandOf, givenLot, stockOf } from '#test/given/lots.ts';
import { givenStory, importer, personWith, type StoryIds } from '#test/given/master-data.ts';
import { givenRelease, givenSpecifications, putAway, releaseHistoryOf, releaseOf } from '#test/given/release.ts';
import { decideRelease, enterResults, passing } from '#test/given/release-steps.ts';
import { givenReviewSigning } from '#test/given/signing.ts';
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
  await givenSpecifications(given, 'GC-BULK', 'GC-LOG', 'GC-CUP', 'SALMON');
  await givenPolicy(given, 'sampling_level', 'skip', { kind: 'item', key: ids.item('GC-LOG') });
  await givenPolicy(given, 'inspection_waived', true, { kind: 'item', key: ids.item('SALMON') });
  await givenPolicy(given, 'release_approvals', '2', { kind: 'item', key: ids.item('GC-CUP') });
  dana = personWith('quality_manager', ids.user('d.whitlock'));
  ines = personWith('quality_approver', ids.user('i.carvalho'));
});
afterAll(() => database.drop());

const code = (outcome: { ok: true } | { ok: false; violation: { code: string } }) =>
  outcome.ok ? 'allowed' : outcome.violation.code;
const rowsOf = async (lotId: string) =>
  await database.sql`
  select state, trim_scale(quantity)::text as quantity, samples from release_approvals where lot_id = ${lotId} order by id`;

describe('stock that waits for quality', () => {
  test('has one release for a lot, a site and an owner, whatever the number of put-aways, and each owner their own', async () => {
    const lot = await givenLot(context, ids, {
      code: 'ONE',
      stock: [
        { at: 'CHI/DOCK-IN', owner: 'MFF', condition: 'received', quantity: '10' },
        { at: 'CHI/DOCK-IN', owner: 'FTB', condition: 'received', quantity: '5' },
      ],
    });
    const put = (owner: string, quantity: string) =>
      moveStock(
        context,
        commandOf(importer, {
          site: 'CHI',
          kind: 'put_away',
          lines: [{ lot: lot.code, owner, from: 'DOCK-IN', to: 'C-01', condition: 'received', quantity, unit: 'kg' }],
        }),
      );
    const answers = await Promise.all([put('MFF', '4'), put('MFF', '6'), put('FTB', '5')]);
    expect(answers.map(code)).toEqual(['allowed', 'allowed', 'allowed']);
    const rows = await rowsOf(lot.id);
    expect(rows.map(({ quantity }) => quantity).sort()).toEqual(['10', '5']);
  });

  test('that joins what waits already makes approvals given before count no more', async () => {
    const lot = await givenLot(context, ids, {
      code: 'JOINED',
      item: 'GC-CUP',
      stock: [{ at: 'EWR/DOCK-IN', condition: 'received', quantity: '40' }],
    });
    await putAway(given, lot.code, '30');
    const { releaseId } = await releaseOf(given, lot.id);
    await enterResults(given, { releaseId }, passing);
    await decideRelease(given, approveRelease, dana, { releaseId });
    await putAway(given, lot.code, '10');
    const second = await decideRelease(given, approveRelease, ines, { releaseId });
    expect(second).toMatchObject({ ok: true, value: { state: 'open', waiting: '40' } });
    expect(await releaseHistoryOf(given, releaseId)).toEqual([
      'opened',
      'results_recorded',
      'approved_first',
      'joined',
      'approved_first',
    ]);
  });

  test('keeps its release under a hold, and none is released until the hold is gone', async () => {
    const { releaseId, lot, lotId } = await givenRelease(given);
    await enterResults(given, { releaseId }, passing);
    const hold = await placeHold(
      context,
      commandOf(importer, { lot, site: 'EWR', rule: 'damage', reason: 'A pallet fell from the truck' }),
    );
    expect(code(await decideRelease(given, approveRelease, dana, { releaseId }))).toBe('stock.held');
    if (!hold.ok) throw new Error(hold.violation.message);
    await decideHold(hold.value.reviewId, 'lift');
    expect(await rowsOf(lotId)).toMatchObject([{ state: 'open' }]);
    expect(code(await decideRelease(given, approveRelease, dana, { releaseId }))).toBe('allowed');
  });

  test('that goes back to the supplier waits no more: its release is withdrawn', async () => {
    const { releaseId, lot } = await givenRelease(given);
    const hold = await placeHold(
      context,
      commandOf(importer, { lot, site: 'EWR', rule: 'damage', reason: 'A pallet fell from the truck' }),
    );
    if (!hold.ok) throw new Error(hold.violation.message);
    const { reviewId } = hold.value;
    await decideHold(reviewId, 'return_to_supplier');
    const ruth = personWith('warehouse_lead', ids.user('r.okafor'));
    const signing = await givenReviewSigning(context, ruth, reviewId, 'confirm_outcome');
    expect(code(await confirmOutcome(context, commandOf(ruth, { reviewId, ...signing })))).toBe('allowed');
    expect(await releaseHistoryOf(given, releaseId)).toEqual(['opened', 'withdrawn']);
    expect(await tasksOf(context, releaseId)).toEqual(['record_release_results settled']);
    expect(code(await enterResults(given, { releaseId }, passing))).toBe('result.not-owed');
  });

  test('that policy does not sample waits for the approval alone', async () => {
    const { releaseId } = await givenRelease(given, { item: 'GC-LOG' });
    expect(await tasksOf(context, releaseId)).toEqual(['approve_release open']);
    expect(code(await decideRelease(given, releaseUrgently, dana, { releaseId, reason: 'It cannot wait' }))).toBe(
      'release.not-urgent',
    );
    expect(code(await decideRelease(given, approveRelease, dana, { releaseId }))).toBe('allowed');
  });

  test('whose item has no specification waits for an inspection that passed', async () => {
    const { releaseId, lot } = await givenRelease(given, { item: 'GC-SPREAD' });
    expect(code(await enterResults(given, { releaseId }, passing))).toBe('specification.unknown');
    expect(code(await decideRelease(given, approveRelease, dana, { releaseId }))).toBe('release.results-missing');
    const inspection = { site: 'EWR', lots: [lot], result: 'pass' as const, checks: [], documents: [] };
    const inspector = personWith('quality_inspector', ids.user('p.nair'));
    expect(code(await recordInspection(context, commandOf(inspector, inspection)))).toBe('allowed');
    expect(await tasksOf(context, releaseId)).toEqual(['record_release_results settled', 'approve_release open']);
    expect(code(await decideRelease(given, approveRelease, dana, { releaseId }))).toBe('allowed');
  });

  test('whose item has no specification fails with an inspection that did, by that inspection’s hold', async () => {
    const { releaseId, lot, lotId } = await givenRelease(given, { item: 'GC-SPREAD' });
    const inspection = { site: 'EWR', lots: [lot], result: 'fail' as const, checks: [], documents: [] };
    const inspector = personWith('quality_inspector', ids.user('p.nair'));
    expect(code(await recordInspection(context, commandOf(inspector, inspection)))).toBe('allowed');
    const [row] = await database.sql`
      select release.state, hold.rule, (select count(*)::int from holds where lot_id = ${lotId}) as holds,
             (select count(*)::int from review_evidence evidence join quarantine_reviews review on review.id = evidence.review_id
               where review.hold_id = hold.id) as evidence
        from release_approvals release join holds hold on hold.id = release.hold_id where release.id = ${releaseId}`;
    expect(row).toEqual({ state: 'failed', rule: 'failed_inspection', holds: 1, evidence: 0 });
  });

  test('is none where inspection is waived: it is approved when put away', async () => {
    const lot = await givenLot(context, ids, {
      code: 'WAIVED',
      item: 'SALMON',
      stock: [{ at: 'EWR/DOCK-IN', condition: 'received', quantity: '8' }],
    });
    await putAway(given, lot.code, '8');
    expect(await stockOf(context, lot.id)).toEqual(['EWR/C-01 MFF approved 8']);
    expect(await rowsOf(lot.id)).toEqual([]);
  });
});

async function decideHold(reviewId: string, outcome: 'lift' | 'return_to_supplier'): Promise<void> {
  const signing = await givenReviewSigning(context, dana, reviewId, 'decide');
  const input = { reviewId, outcome, reason: 'Nothing was found in any of the cases', ...signing };
  const decided = await decideQuarantineReview(context, commandOf(dana, input));
  if (!decided.ok) throw new Error(decided.violation.code);
}
