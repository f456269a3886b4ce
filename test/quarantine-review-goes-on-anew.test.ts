import { afterAll, beforeAll, expect, test } from 'vitest';
import { type GivenReviews, givenReviews } from '#test/given/engine.ts';
import { givenReviewSigning } from '#test/given/signing.ts';
import { ask, givenHold, until, untilStarted } from '#test/given/workflow.ts';
import { newRunAfterEvents } from '#test/setup/long-history.ts';
import { reviewQuery, standingSignal } from '#workflows/quarantine-review.messages.ts';

let given: GivenReviews;
beforeAll(async () => {
  given = await givenReviews();
  await given.workers();
});
afterAll(() => given.stop());

const manyEvents = newRunAfterEvents + 10;
const reason = 'The laboratory needs two days more';

test('a review whose history has grown long goes on in a new run, with its deadline and what was answered in the run before', async () => {
  const hold = await givenHold(given);
  await untilStarted(given.context, hold.workflowId);
  const handle = given.client.workflow.getHandle(hold.workflowId);
  const firstRun = (await handle.describe()).runId;
  const person = given.person('i.carvalho');
  const signed = await givenReviewSigning(given.context, person, hold.reviewId, 'extend');
  const extension = { until: new Date(Date.now() + 5 * 86_400_000).toISOString(), reason, ...signed };
  const extended = await ask(given, 'extend', person, hold, extension, 'extended-before');
  expect(extended).toMatchObject({ ok: true, value: { dueAt: extension.until } });
  if (!extended.ok) return;

  const before = await handle.query(reviewQuery);
  // What a run knows already changes nothing, and is an event of its history all the same.
  await Promise.all(Array.from({ length: manyEvents }, () => handle.signal(standingSignal, extended.value)));
  await until(async () => (await handle.describe()).runId !== firstRun);

  expect(await handle.query(reviewQuery)).toEqual(before);
  expect(await ask(given, 'extend', person, hold, extension, 'extended-before')).toEqual(extended);
  const decided = await ask(given, 'decide', person, hold, { outcome: 'lift', reason });
  expect(decided).toMatchObject({ ok: true, value: { state: 'closed' } });
  expect(await handle.result()).toMatchObject({ state: 'closed' });
});
