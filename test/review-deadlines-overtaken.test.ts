import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Caller } from '#domain/caller.ts';
import { type OperationContext, systemCaller } from '#operations/context.ts';
import { decideQuarantineReview } from '#operations/decide-quarantine-review.ts';
import { escalateReview } from '#operations/escalate-review.ts';
import { extendQuarantineReview } from '#operations/extend-quarantine-review.ts';
import { remindReviewers } from '#operations/remind-reviewers.ts';
import { givenContext } from '#test/given/context.ts';
import { commandOf } from '#test/given/lots.ts';
import { givenStory, type StoryIds } from '#test/given/master-data.ts';
import { givenReviewSigning } from '#test/given/signing.ts';
import { givenHold, historyOf, tasksOf } from '#test/given/workflow.ts';
import { type GivenDatabase, givenDatabase } from '#test/setup/database.ts';

let database: GivenDatabase;
let context: OperationContext;
let ids: StoryIds;
let ines: Caller;

beforeAll(async () => {
  database = await givenDatabase();
  context = givenContext(database.db);
  ids = await givenStory(context);
  ines = { kind: 'person', id: ids.user('i.carvalho'), name: 'Ines Carvalho', grants: [] };
});
afterAll(() => database.drop());

const reason = 'The laboratory answers on Tuesday';

async function givenDueReview() {
  const { reviewId } = await givenHold({ context, ids });
  const rows = await database.sql<{ due: Date }[]>`select due_at as due from quarantine_reviews where id = ${reviewId}`;
  const dueAt = rows.map(({ due }) => due.toISOString()).join();
  return { reviewId, dueAt, later: new Date(Date.parse(dueAt) + 86_400_000).toISOString() };
}

/** What the workflow does when a due date has passed. */
const passed = async (input: { reviewId: string; dueAt: string }) => [
  await remindReviewers(context, commandOf(systemCaller, input)),
  await escalateReview(context, commandOf(systemCaller, input)),
];

test('a deadline that passes in the moment of an extension neither reminds nor escalates', async () => {
  const { reviewId, dueAt, later } = await givenDueReview();
  await extendQuarantineReview(
    context,
    commandOf(ines, {
      reviewId,
      until: later,
      reason,
      ...(await givenReviewSigning(context, ines, reviewId, 'extend')),
    }),
  );

  const told = { ok: true, value: { state: 'open', dueAt: later } };
  expect(await passed({ reviewId, dueAt })).toMatchObject([told, told]);
  expect(await historyOf(context, reviewId)).toEqual(['opened', 'extended']);
  expect(await tasksOf(context, reviewId)).toEqual(['decide_quarantine_review open']);

  await passed({ reviewId, dueAt: later });
  expect(await historyOf(context, reviewId)).toEqual(['opened', 'extended', 'reminded', 'escalated']);
});

test('a deadline that passes in the moment of a decision does not miss confirmations that are not due', async () => {
  const { reviewId, dueAt } = await givenDueReview();
  await decideQuarantineReview(
    context,
    commandOf(ines, {
      reviewId,
      outcome: 'return_to_supplier' as const,
      reason,
      ...(await givenReviewSigning(context, ines, reviewId, 'decide')),
    }),
  );

  // The confirmation is due as long after the decision as the decision was after the hold, so at the same time or later.
  await database.sql`update quarantine_reviews set due_at = due_at + interval '1 second' where id = ${reviewId}`;
  await passed({ reviewId, dueAt });
  expect(await historyOf(context, reviewId)).toEqual(['opened', 'decided']);
  expect(await tasksOf(context, reviewId)).toEqual([
    'decide_quarantine_review settled',
    'confirm_return_to_supplier open',
  ]);
});
