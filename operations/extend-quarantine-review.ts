import { countOf } from '#domain/policy-values.ts';
import { mayExtend } from '#domain/quarantine-review.ts';
import { allow } from '#domain/result.ts';
import type { ExtendInput, ReviewAnswer } from '#domain/review-steps.ts';
import { answerReview } from './answer-review.ts';
import { changeReview } from './change-review.ts';
import { giveReason } from './check-reason-code.ts';
import type { Command, OperationContext } from './context.ts';
import { readPolicyBook } from './policy-book.ts';
import { auditOf, currentCaller, lockReview, policyScopeOf } from './review-case.ts';
import { changeOpenTasks } from './review-tasks.ts';
import { type Answer, runCommand } from './run-command.ts';
import { signReviewStep } from './sign-review-step.ts';
import { writeAudit } from './write-audit.ts';

/** Moves the due date of an open review and of its tasks, with a reason and within the policy's limit. */
export function extendQuarantineReview(
  context: OperationContext,
  command: Command<ExtendInput>,
): Promise<Answer<ReviewAnswer>> {
  const { reviewId, until, reason, reasonCode, signingId } = command.input;
  return runCommand(context, 'extend-quarantine-review', command, async (tx) => {
    const now = context.clock.now();
    const locked = await lockReview(tx, reviewId);
    if (!locked.ok) return locked;
    const { row, review } = locked.value;
    const caller = await currentCaller(tx, command.caller, now);
    if (!caller.ok) return caller;
    const book = await readPolicyBook(tx, now, ['review_extension_max_days']);
    const longest = book.read('review_extension_max_days', policyScopeOf(locked.value));
    const maxDays = countOf(longest.value);
    const dueAt = new Date(until);
    const may = mayExtend(caller.value, review, { until: dueAt, reason, now, maxDays });
    if (!may.ok) return may;

    const given = await giveReason(
      tx,
      context,
      { ...command, caller: caller.value },
      {
        ...{ list: 'review', reason, reasonCode },
        scopes: [policyScopeOf(locked.value)],
      },
    );
    if (!given.ok) return given;
    const actor = given.value;
    const stated = {
      step: 'extend' as const,
      signingId,
      policyIds: longest.rowIds,
      until: dueAt.toISOString(),
      reason,
      ...(reasonCode && { reasonCode }),
    };
    const signed = await signReviewStep(tx, context, actor, locked.value, stated);
    if (!signed.ok) return signed;
    await changeReview(tx, reviewId, { dueAt, extensions: row.extensions + 1 });
    await changeOpenTasks(tx, reviewId, { dueAt });
    await writeAudit(tx, context, actor, [
      {
        ...auditOf(locked.value),
        action: 'quarantine_review.extended',
        reason,
        before: { number: row.number, dueAt: row.dueAt.toISOString() },
        after: { number: row.number, dueAt: dueAt.toISOString() },
      },
    ]);
    return allow(await answerReview(tx, reviewId, { now, signature: signed.value }));
  });
}
