import { standingOf } from '#db/queries/reviews-in-engine.ts';
import { allow } from '#domain/result.ts';
import type { ReviewStanding } from '#domain/review-steps.ts';
import { changeReview } from './change-review.ts';
import type { Command, OperationContext } from './context.ts';
import { auditOf, lockReview } from './review-case.ts';
import { isOvertaken } from './review-dates.ts';
import { changeOpenTasks } from './review-tasks.ts';
import { type Answer, runCommand } from './run-command.ts';
import { tellOfCase } from './tell-of-case.ts';
import { writeAudit } from './write-audit.ts';

/** Marks the open tasks of a review as reminded of; the inbox shows these first. Answers where the review stands. */
export function remindReviewers(
  context: OperationContext,
  command: Command<{ reviewId: string; dueAt: string }>,
): Promise<Answer<ReviewStanding>> {
  const { reviewId, dueAt } = command.input;
  return runCommand(context, 'remind-reviewers', command, async (tx) => {
    const remindedAt = context.clock.now();
    const locked = await lockReview(tx, reviewId);
    if (!locked.ok) return locked;
    const { row } = locked.value;
    if (isOvertaken(row, dueAt)) return allow(standingOf(locked.value.row));
    const changed = await changeReview(tx, reviewId, { remindedAt });
    await changeOpenTasks(tx, reviewId, { remindedAt });
    const about = { subjectKind: 'quarantine_review', subjectId: reviewId, what: 'remind' as const, at: dueAt };
    await tellOfCase(tx, context, command, about);
    await writeAudit(tx, context, command, [
      {
        ...auditOf(locked.value),
        action: 'quarantine_review.reminded',
        after: { number: row.number, state: row.state, dueAt: row.dueAt.toISOString() },
      },
    ]);
    return allow(standingOf(changed));
  });
}
