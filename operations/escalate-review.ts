import type { Tx } from '#db/connect.ts';
import { standingOf } from '#db/queries/reviews-in-engine.ts';
import { allow } from '#domain/result.ts';
import type { ReviewStanding } from '#domain/review-steps.ts';
import { changeReview } from './change-review.ts';
import type { Command, OperationContext } from './context.ts';
import { auditOf, lockReview, type ReviewCase } from './review-case.ts';
import { isOvertaken } from './review-dates.ts';
import { addReviewTasks, changeOpenTasks, openTasksOf, subjectOf } from './review-tasks.ts';
import { type Answer, runCommand } from './run-command.ts';
import { tellOfCase } from './tell-of-case.ts';
import { writeAudit } from './write-audit.ts';
import { writeException } from './write-exception.ts';

/**
 * Takes an overdue review to quality management: a task to decide while it is open, an exception where the outcome was decided
 * and nobody has confirmed it. The tasks of the team stay. Answers where the review stands.
 */
export function escalateReview(
  context: OperationContext,
  command: Command<{ reviewId: string; dueAt: string }>,
): Promise<Answer<ReviewStanding>> {
  const { reviewId, dueAt } = command.input;
  return runCommand(context, 'escalate-review', command, async (tx) => {
    const escalatedAt = context.clock.now();
    const locked = await lockReview(tx, reviewId);
    if (!locked.ok) return locked;
    const { row } = locked.value;
    if (isOvertaken(row, dueAt)) return allow(standingOf(locked.value.row));
    const changed = await changeReview(tx, reviewId, { escalatedAt });
    await changeOpenTasks(tx, reviewId, { escalatedAt });
    const about = { subjectKind: 'quarantine_review', subjectId: reviewId, what: 'escalate' as const, at: dueAt };
    await tellOfCase(tx, context, command, about);
    await writeAudit(tx, context, command, [
      {
        ...auditOf(locked.value),
        action: 'quarantine_review.escalated',
        after: { number: row.number, state: row.state, dueAt: row.dueAt.toISOString() },
      },
    ]);
    if (row.state === 'open') await askManagement(tx, context, locked.value);
    else {
      const message = `"${row.outcome}" was decided by ${row.decidedByName} and nobody has confirmed it by ${row.dueAt.toISOString()}`;
      await writeException(tx, context, command, locked.value, { message });
    }
    return allow(standingOf(changed));
  });
}

async function askManagement(tx: Tx, context: OperationContext, reviewCase: ReviewCase): Promise<void> {
  const { row, hold } = reviewCase;
  const open = await openTasksOf(tx, row.id);
  if (open.some((task) => task.kind === 'decide_escalated_review')) return;
  await addReviewTasks(tx, context, reviewCase, [
    {
      kind: 'decide_escalated_review',
      title: `Overdue: decide about ${subjectOf(reviewCase)}: ${hold.reason}`,
      detail: `${row.number} was due at ${row.dueAt.toISOString()} and nobody has decided`,
      dueAt: row.dueAt,
    },
  ]);
}
