import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Caller } from '#domain/caller.ts';
import { type GivenReviews, givenReviews } from '#test/given/engine.ts';
import { stockOf } from '#test/given/lots.ts';
import { givenRelease, givenSpecifications, releaseHistoryOf, releaseOf } from '#test/given/release.ts';
import { askRelease } from '#test/given/release-steps.ts';
import { ask, givenPolicy, tasksOf, until, untilStarted } from '#test/given/workflow.ts';
import { releaseQuery } from '#workflows/release-approval.messages.ts';

let given: GivenReviews;
let dana: Caller;
let ines: Caller;

/** Milliseconds as the policy counts: minutes with decimals. */
const minutes = (milliseconds: number): string => String(Math.round((milliseconds / 60_000) * 10_000) / 10_000);

beforeAll(async () => {
  given = await givenReviews();
  dana = given.person('d.whitlock');
  ines = given.person('i.carvalho');
  const set = async (item: string, remind: number, escalate: number, due: number) => {
    const scope = { kind: 'item', key: given.ids.item(item) } as const;
    await givenPolicy(given, 'release_remind_after_minutes', minutes(remind), scope);
    await givenPolicy(given, 'release_escalate_after_minutes', minutes(escalate), scope);
    await givenPolicy(given, 'release_due_after_minutes', minutes(due), scope);
  };
  await set('SALMON', 150, 300, 450);
  // Long enough that a busy machine releases urgently in time.
  await set('GC-CUP', 5_000_000, 5_000_000, 4_000);
  await givenSpecifications(given, 'SALMON', 'GC-CUP', 'GC-BULK');
  await given.workers();
});
afterAll(() => given.stop());

const has = (releaseId: string, action: string) => async () =>
  (await releaseHistoryOf(given, releaseId)).includes(action);

describe.concurrent('the deadlines of a release', () => {
  test('people are reminded, then quality management is asked, then the stock is held and its review decides', async () => {
    const release = await givenRelease(given, { item: 'SALMON' });
    await until(has(release.releaseId, 'overdue'));
    expect(await releaseHistoryOf(given, release.releaseId)).toEqual(['opened', 'reminded', 'escalated', 'overdue']);
    expect(await tasksOf(given.context, release.releaseId)).toEqual([
      'record_release_results settled',
      'decide_escalated_release settled',
    ]);
    await expect(given.client.workflow.getHandle(release.workflowId).result()).resolves.toMatchObject({
      state: 'overdue',
      reminders: 1,
      escalations: 1,
    });
    const [hold] = await given.database.sql`
      select hold.rule, review.id as "reviewId", review.requested_by as "requestedBy" from holds hold
        join quarantine_reviews review on review.hold_id = hold.id where hold.lot_id = ${release.lotId}`;
    expect(hold).toMatchObject({ rule: 'overdue_inspection', requestedBy: 'system' });
    expect(await stockOf(given.context, release.lotId)).toEqual(['EWR/C-01 MFF pending_inspection 40']);

    const reviewId = String(hold?.reviewId);
    const lift = { outcome: 'lift', reason: 'The laboratory has found the samples again' } as const;
    const review = { reviewId, workflowId: `quarantine-review-${reviewId}` };
    expect(await ask(given, 'decide', ines, review, lift)).toMatchObject({ ok: true });
    expect((await releaseOf(given, release.lotId)).releaseId).not.toBe(release.releaseId);
  });

  test('results owed after an urgent release have a due date of their own, and the stock is held when they do not come', async () => {
    const release = await givenRelease(given, { item: 'GC-CUP' });
    const reason = 'The customer waits and the supplier is trusted';
    const [before] = await given.database.sql`select due_at from release_approvals where id = ${release.releaseId}`;
    const freed = await askRelease(given, 'releaseUrgently', dana, release, { reason });
    expect(freed).toMatchObject({ ok: true, value: { state: 'released_urgently' } });
    expect(Date.parse(freed.ok ? freed.value.dueAt : '')).toBeGreaterThan(Number(before?.due_at));
    await until(has(release.releaseId, 'overdue'));
    const [hold] = await given.database.sql`select rule, ended_at from holds where lot_id = ${release.lotId}`;
    expect(hold).toEqual({ rule: 'overdue_inspection', ended_at: null });
  });

  test('operators read from the workflow where the release stands and when it goes on', async () => {
    const release = await givenRelease(given);
    await untilStarted(given.context, release.workflowId);
    const handle = given.client.workflow.getHandle(release.workflowId);
    expect(await handle.query(releaseQuery)).toMatchObject({ state: 'open', number: release.number, reminders: 0 });
    const description = await handle.describe();
    expect(await description.staticSummary()).toContain(release.number);
    expect(description.typedSearchAttributes.get({ name: 'HoldfastCase', type: 'KEYWORD' })).toBe(release.number);
    expect(description.typedSearchAttributes.get({ name: 'HoldfastSite', type: 'KEYWORD' })).toBe('EWR');
  });

  test('a request to cancel in the engine is reported and not obeyed, and a step that failed may be asked for again', async () => {
    const release = await givenRelease(given);
    await untilStarted(given.context, release.workflowId);
    await given.client.workflow.getHandle(release.workflowId).cancel();
    await until(async () => (await tasksOf(given.context, release.releaseId)).includes('settle_exception open'));
    const settled = await askRelease(given, 'settleException', dana, release, { reason: 'It was stopped by mistake' });
    expect(settled).toMatchObject({ ok: true, value: { state: 'open' } });
    expect(await tasksOf(given.context, release.releaseId)).toEqual([
      'record_release_results open',
      'settle_exception settled',
    ]);
    const again = await askRelease(given, 'settleException', dana, release, { reason: 'It was stopped by mistake' });
    expect(again).toMatchObject({ ok: false, violation: { code: 'release.nothing-to-settle' } });
  });
});
