import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Caller } from '#domain/caller.ts';
import { decideQuarantineReview } from '#operations/decide-quarantine-review.ts';
import { type GivenReviews, givenReviews } from '#test/given/engine.ts';
import { commandOf } from '#test/given/lots.ts';
import { givenReviewSigning } from '#test/given/signing.ts';
import { ask, givenHold, tasksOf, until, untilStarted } from '#test/given/workflow.ts';
import { reviewQuery } from '#workflows/quarantine-review.messages.ts';

let given: GivenReviews;
let ines: Caller;

beforeAll(async () => {
  given = await givenReviews();
  ines = given.person('i.carvalho');
  await given.workers({ reconcile: { everyMilliseconds: 100, graceMilliseconds: 0 } });
});
afterAll(() => given.stop());

const reason = 'Re-test of five units passed on every count';
const lift = { outcome: 'lift', reason } as const;

test('an open review whose workflow somebody ended in the engine is reported once', async () => {
  const hold = await givenHold(given);
  await untilStarted(given.context, hold.workflowId);
  await given.client.workflow.getHandle(hold.workflowId).terminate('by mistake');
  await until(async () => (await tasksOf(given.context, hold.reviewId)).includes('settle_exception open'));
  const other = await givenHold(given);
  await untilStarted(given.context, other.workflowId);
  await given.client.workflow.getHandle(other.workflowId).terminate('as well');
  // The second one is found by a later round, which has looked at the first again.
  await until(async () => (await tasksOf(given.context, other.reviewId)).includes('settle_exception open'));
  const [row] = await given.database.sql`
    select count(*)::int as count from audit_entries
     where subject_id = ${hold.reviewId} and action = 'quarantine_review.exception_raised'`;
  expect(row).toEqual({ count: 1 });
});

test('an open review that the engine has forgotten is started again, from where its table says that it stands', async () => {
  const hold = await givenHold(given);
  const until5days = new Date(Date.now() + 5 * 86_400_000).toISOString();
  await ask(given, 'extend', ines, hold, { until: until5days, reason });
  const handle = given.client.workflow.getHandle(hold.workflowId);
  const { runId } = await handle.describe();
  await given.client.workflowService.deleteWorkflowExecution({
    namespace: 'default',
    workflowExecution: { workflowId: hold.workflowId },
  });
  await until(() =>
    handle.describe().then(
      (now) => now.runId !== runId,
      () => false,
    ),
  );
  expect(await handle.query(reviewQuery)).toMatchObject({ state: 'open', dueAt: until5days });
  expect(await ask(given, 'decide', ines, hold, lift)).toMatchObject({ ok: true, value: { state: 'closed' } });
});

test('a workflow that runs on although its review is over is told so, and ends', async () => {
  const hold = await givenHold(given);
  await untilStarted(given.context, hold.workflowId);
  // As if the answer had been lost on its way back to the workflow.
  await decideQuarantineReview(
    given.context,
    commandOf(ines, {
      reviewId: hold.reviewId,
      ...lift,
      ...(await givenReviewSigning(given.context, ines, hold.reviewId, 'decide')),
    }),
  );
  await expect(given.client.workflow.getHandle(hold.workflowId).result()).resolves.toMatchObject({ state: 'closed' });
});
