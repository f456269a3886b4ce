import type { Tx } from '#db/connect.ts';
import { allow, type Result } from '#domain/result.ts';
import { changeReview } from './change-review.ts';
import type { Actor, OperationContext } from './context.ts';
import { auditOf, type ReviewCase } from './review-case.ts';
import { nextDueAt } from './review-dates.ts';
import { addReviewTasks, endTasks, subjectOf } from './review-tasks.ts';
import { writeAudit } from './write-audit.ts';

/** Takes a decision back that was not carried out: the review is open again, with a task and a due date of its own. */
export async function reopenReview(
  tx: Tx,
  context: OperationContext,
  actor: Actor,
  reviewCase: ReviewCase,
  reason: string,
): Promise<Result<void>> {
  const { row } = reviewCase;
  const dueAt = await nextDueAt(tx, reviewCase, context.clock.now());
  await changeReview(tx, row.id, {
    state: 'open',
    outcome: null,
    decidedBy: null,
    decidedByName: null,
    decidedAt: null,
    decisionReason: null,
    decisionReasonCode: null,
    decidedQuantity: null,
    decisionSignatureId: null,
    disposalNumber: null,
    dueAt,
  });
  await endTasks(tx, context, actor, { reviewId: row.id, as: 'cancelled', note: reason });
  await addReviewTasks(tx, context, reviewCase, [
    {
      kind: 'decide_quarantine_review',
      title: `Decide again about ${subjectOf(reviewCase)}: ${reason}`,
      detail: `"${row.outcome}", decided by ${row.decidedByName}, was taken back by ${actor.caller.name}`,
      dueAt,
    },
  ]);
  await writeAudit(tx, context, actor, [
    {
      ...auditOf(reviewCase),
      action: 'quarantine_review.reopened',
      reason,
      before: { number: row.number, state: row.state, outcome: row.outcome, decidedBy: row.decidedByName },
      after: { number: row.number, state: 'open', dueAt: dueAt.toISOString() },
    },
  ]);
  return allow(undefined);
}
