import type { Tx } from '#db/connect.ts';
import type { RuleViolation } from '#domain/result.ts';
import type { Actor, OperationContext } from './context.ts';
import { auditOf, type ReviewCase } from './review-case.ts';
import { nextDueAt } from './review-dates.ts';
import { addReviewTasks, openTasksOf, subjectOf } from './review-tasks.ts';
import { writeAudit } from './write-audit.ts';

/** What went wrong: a refusal with its code, or a sentence where there is no rule behind it. */
export type Problem = Pick<RuleViolation, 'message'> & { code?: RuleViolation['code'] };

/**
 * Lets quality management know that a review cannot go on by itself: a task that says why, unless one is open already, and
 * the trail. Nothing else changes; the hold stays.
 */
export async function writeException(
  tx: Tx,
  context: OperationContext,
  actor: Actor,
  reviewCase: ReviewCase,
  problem: Problem,
): Promise<void> {
  const { row } = reviewCase;
  const open = await openTasksOf(tx, row.id);
  if (!open.some((task) => task.kind === 'settle_exception'))
    await addReviewTasks(tx, context, reviewCase, [
      {
        kind: 'settle_exception',
        title: `Settle ${row.number} of ${subjectOf(reviewCase)}: it cannot go on`,
        detail: problem.message,
        dueAt: await nextDueAt(tx, reviewCase, context.clock.now()),
      },
    ]);
  await writeAudit(tx, context, actor, [
    {
      ...auditOf(reviewCase),
      action: 'quarantine_review.exception_raised',
      reason: problem.message,
      after: { number: row.number, ...problem },
    },
  ]);
}
