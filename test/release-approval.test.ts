import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Caller } from '#domain/caller.ts';
import { type GivenReviews, givenReviews } from '#test/given/engine.ts';
import { stockOf } from '#test/given/lots.ts';
import { givenRelease, givenSpecifications, releaseHistoryOf, releaseOf } from '#test/given/release.ts';
import { askRelease, enterResults, failing, passing } from '#test/given/release-steps.ts';
import { ask, givenPolicy, tasksOf } from '#test/given/workflow.ts';

let given: GivenReviews;
let dana: Caller; // quality manager of every site
let ines: Caller; // quality approver at Newark

const code = (outcome: { ok: true } | { ok: false; violation: { code: string } }) =>
  outcome.ok ? 'allowed' : outcome.violation.code;

beforeAll(async () => {
  given = await givenReviews();
  dana = given.person('d.whitlock');
  ines = given.person('i.carvalho');
  const twoOf = async (item: string, inOrder: boolean) => {
    const scope = { kind: 'item', key: given.ids.item(item) } as const;
    await givenPolicy(given, 'release_approvals', '2', scope);
    if (inOrder) await givenPolicy(given, 'release_approvals_in_order', true, scope);
  };
  await twoOf('GC-CUP', false);
  await twoOf('GC-LOG', true);
  await givenSpecifications(given, 'GC-BULK', 'GC-CUP', 'GC-LOG');
  await given.workers();
});
afterAll(() => given.stop());

describe.concurrent('a release', () => {
  test('begins when stock is put away, and ends with approved stock once its results are in and somebody approves', async () => {
    const release = await givenRelease(given);
    expect(await tasksOf(given.context, release.releaseId)).toEqual(['record_release_results open']);
    expect(code(await askRelease(given, 'approve', dana, release, {}))).toBe('release.results-missing');
    expect(await enterResults(given, release, passing)).toMatchObject({ ok: true, value: { outcome: 'pass' } });
    const approved = await askRelease(given, 'approve', dana, release, { comment: 'As ever' });
    expect(approved).toMatchObject({ ok: true, value: { state: 'approved', waiting: '0' } });
    expect(await stockOf(given.context, release.lotId)).toEqual(['EWR/C-01 MFF approved 40']);
    expect(await tasksOf(given.context, release.releaseId)).toEqual([
      'record_release_results settled',
      'approve_release settled',
    ]);
    expect(await releaseHistoryOf(given, release.releaseId)).toEqual(['opened', 'results_recorded', 'approved']);
    await expect(given.client.workflow.getHandle(release.workflowId).result()).resolves.toMatchObject({
      state: 'approved',
    });
  });

  test('that fails holds its stock at once, and begins anew when the quarantine review lifts the hold', async () => {
    const release = await givenRelease(given);
    const failed = await enterResults(given, release, failing);
    expect(failed).toMatchObject({ ok: true, value: { state: 'failed', hold: { reviewNumber: expect.any(String) } } });
    expect(code(await askRelease(given, 'approve', dana, release, {}))).toBe('release.already-decided');
    const reviewId = failed.ok ? (failed.value.hold?.reviewId ?? '') : '';
    const lifted = await ask(
      given,
      'decide',
      ines,
      { reviewId, workflowId: `quarantine-review-${reviewId}` },
      {
        outcome: 'lift',
        reason: 'The laboratory mixed up the samples, see its letter',
      },
    );
    expect(lifted).toMatchObject({ ok: true, value: { state: 'closed' } });
    const next = await releaseOf(given, release.lotId);
    expect(next.releaseId).not.toBe(release.releaseId);
    expect(await tasksOf(given.context, next.releaseId)).toEqual(['record_release_results open']);
  });

  test('takes two people where policy says so, in any order, and never one of them twice', async () => {
    const release = await givenRelease(given, { item: 'GC-CUP' });
    await enterResults(given, release, passing);
    const first = await askRelease(given, 'approve', dana, release, {});
    expect(first).toMatchObject({
      ok: true,
      value: { state: 'open', approvals: { needed: 2, given: [{ byName: 'Dana Whitlock' }] } },
    });
    expect(code(await askRelease(given, 'approve', dana, release, {}))).toBe('release.second-person-required');
    expect(code(await askRelease(given, 'approve', ines, release, { useBy: '2030-01-01' }))).toBe(
      'release.terms-differ',
    );
    expect(await askRelease(given, 'approve', ines, release, {})).toMatchObject({
      ok: true,
      value: { state: 'approved' },
    });
  });

  test('takes the second approval from a manager where policy asks for an order', async () => {
    const release = await givenRelease(given, { item: 'GC-LOG' });
    await enterResults(given, release, passing);
    await askRelease(given, 'approve', dana, release, {});
    expect(code(await askRelease(given, 'approve', ines, release, {}))).toBe('release.manager-required');
    const other = await givenRelease(given, { item: 'GC-LOG' });
    await enterResults(given, other, passing);
    await askRelease(given, 'approve', ines, other, {});
    expect(await askRelease(given, 'approve', dana, other, {})).toMatchObject({
      ok: true,
      value: { state: 'approved' },
    });
  });

  test('asks both again when a result comes in between them', async () => {
    const release = await givenRelease(given, { item: 'GC-CUP' });
    await enterResults(given, release, passing);
    await askRelease(given, 'approve', dana, release, {});
    const corrected = [{ characteristic: 'Temperature', sample: 1, value: '5.1' }];
    expect(code(await enterResults(given, release, corrected))).toBe('reason.missing');
    await enterResults(given, release, corrected, { note: 'Read off the wrong line' });
    expect(code(await askRelease(given, 'approve', ines, release, { resultsVersion: 1 }))).toBe(
      'release.results-changed',
    );
    expect(await askRelease(given, 'approve', ines, release, {})).toMatchObject({ ok: true, value: { state: 'open' } });
  });

  test('of a part sets it apart first, and the rest waits on', async () => {
    const release = await givenRelease(given);
    await enterResults(given, release, passing);
    const part = { from: 'C-01', quantity: '15', unit: 'kg' };
    expect(code(await askRelease(given, 'approve', dana, release, { part }))).toBe('release.part-malformed');
    const partly = await askRelease(given, 'approve', dana, release, { part: { ...part, to: 'C-02' } });
    expect(partly).toMatchObject({ ok: true, value: { state: 'open', waiting: '25' } });
    expect(await stockOf(given.context, release.lotId)).toEqual([
      'EWR/C-01 MFF pending_inspection 25',
      'EWR/C-02 MFF approved 15',
    ]);
    expect(await askRelease(given, 'approve', dana, release, {})).toMatchObject({
      ok: true,
      value: { state: 'approved' },
    });
  });

  test('that is rejected leaves a hold that somebody else decides about', async () => {
    const release = await givenRelease(given);
    await enterResults(given, release, passing);
    const rejected = await askRelease(given, 'reject', dana, release, { reason: 'The pallet smells of diesel' });
    expect(rejected).toMatchObject({ ok: true, value: { state: 'rejected' } });
    const reviewId = rejected.ok ? (rejected.value.hold?.reviewId ?? '') : '';
    const review = { reviewId, workflowId: `quarantine-review-${reviewId}` };
    const lift = { outcome: 'lift', reason: 'It was the forklift, the goods are clean' } as const;
    expect(code(await ask(given, 'decide', dana, review, lift))).toBe('access.duties-conflict');
    expect(await ask(given, 'decide', ines, review, lift)).toMatchObject({ ok: true });
  });

  test('is never by who received the lot, nor by who alone inspected it', async () => {
    const release = await givenRelease(given);
    await enterResults(given, release, passing, { by: managerOf(given) });
    expect(code(await askRelease(given, 'approve', dana, release, {}))).toBe('access.duties-conflict');
    expect(await askRelease(given, 'approve', ines, release, {})).toMatchObject({
      ok: true,
      value: { state: 'approved' },
    });
  });
});

const managerOf = ({ ids }: GivenReviews): Caller => ({
  kind: 'person',
  id: ids.user('d.whitlock'),
  name: 'Dana Whitlock',
  grants: [{ role: 'quality_manager', rights: ['inspection.record'], entityId: null, siteId: null }],
});
