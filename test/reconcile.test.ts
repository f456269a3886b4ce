import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Caller } from '#domain/caller.ts';
import { cancelQuarantineReview } from '#operations/cancel-quarantine-review.ts';
import { decideQuarantineReview } from '#operations/decide-quarantine-review.ts';
import { type GivenReviews, givenReviews, silent } from '#test/given/engine.ts';
import { commandOf } from '#test/given/lots.ts';
import { givenReviewSigning } from '#test/given/signing.ts';
import { ask, givenHold, until, untilStarted } from '#test/given/workflow.ts';
import { createWorkerMetrics } from '#workers/metrics.ts';
import { startReconciliation } from '#workers/reconcile.ts';

let given: GivenReviews;
let dana: Caller;
let ruth: Caller;
let reconciliation: { stop(): Promise<void> };

beforeAll(async () => {
  given = await givenReviews();
  dana = given.person('d.whitlock');
  ruth = given.person('r.okafor');
  await given.workers();
  reconciliation = startReconciliation({
    operations: given.context,
    client: given.client,
    log: silent,
    metrics: createWorkerMetrics(),
    everyMilliseconds: 50,
    graceMilliseconds: 0,
    perRound: 3,
  });
});
afterAll(async () => {
  await reconciliation.stop();
  await given.stop();
});

const reason = 'The pallet was confused with its neighbour';
const runningHold = async () => {
  const hold = await givenHold(given);
  await untilStarted(given.context, hold.workflowId);
  return hold;
};
const statusOf = async (workflowId: string) =>
  (await given.client.workflow.getHandle(workflowId).describe()).status.name;

test('a run whose review is over is told so, also where newer ones fill the round and one of them cannot be looked at', async () => {
  const over = await runningHold();
  const broken = await runningHold();
  for (let newer = 0; newer < 4; newer += 1) await runningHold();
  await given.database.sql.unsafe(`
    create function refuse_exception() returns trigger language plpgsql as $$ begin raise exception 'on purpose'; end $$;
    create trigger refused before insert on tasks for each row
      when (new.kind = 'settle_exception' and new.subject_id = '${broken.reviewId}') execute function refuse_exception()`);
  await given.client.workflow.getHandle(broken.workflowId).terminate('by mistake');

  // As a backup of the engine knows it: the table has an end that its run never heard of.
  await cancelQuarantineReview(
    given.context,
    commandOf(dana, {
      reviewId: over.reviewId,
      reason,
      ...(await givenReviewSigning(given.context, dana, over.reviewId, 'cancel')),
    }),
  );
  await until(async () => (await statusOf(over.workflowId)) === 'COMPLETED');
});

test('a run that knows less than the table is told, and takes the step that the table waits for', async () => {
  const hold = await runningHold();
  const signed = await givenReviewSigning(given.context, dana, hold.reviewId, 'decide');
  const input = { reviewId: hold.reviewId, outcome: 'return_to_supplier' as const, reason, ...signed };
  expect(await decideQuarantineReview(given.context, commandOf(dana, input))).toMatchObject({ ok: true });

  await until(async () => (await ask(given, 'confirmOutcome', ruth, hold, {})).ok);
  expect(await given.client.workflow.getHandle(hold.workflowId).result()).toMatchObject({ state: 'closed' });
});
