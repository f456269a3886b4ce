import { standingOf } from '#db/queries/reviews-in-engine.ts';
import { allow } from '#domain/result.ts';
import { isOver } from '#domain/review-progress.ts';
import type { ReviewStanding } from '#domain/review-steps.ts';
import type { Command, OperationContext } from './context.ts';
import { lockReview } from './review-case.ts';
import { type Answer, runCommand } from './run-command.ts';
import { type Problem, writeException } from './write-exception.ts';

/**
 * Raises an exception task for a review whose process met a fault, and answers where the review stands: what failed on its
 * way back to the workflow may have been done after all. A review that is over needs no task.
 */
export function raiseExceptionTask(
  context: OperationContext,
  command: Command<{ reviewId: string; problem: Problem }>,
): Promise<Answer<ReviewStanding>> {
  const { reviewId, problem } = command.input;
  return runCommand(context, 'raise-exception-task', command, async (tx) => {
    const locked = await lockReview(tx, reviewId);
    if (!locked.ok) return locked;
    if (!isOver(locked.value.row.state)) await writeException(tx, context, command, locked.value, problem);
    return allow(standingOf(locked.value.row));
  });
}
