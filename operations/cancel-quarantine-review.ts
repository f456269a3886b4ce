import { mayCancel } from '#domain/quarantine-review.ts';
import { allow } from '#domain/result.ts';
import type { CancelInput, ReviewAnswer } from '#domain/review-steps.ts';
import { answerReview } from './answer-review.ts';
import { giveReason } from './check-reason-code.ts';
import type { Command, OperationContext } from './context.ts';
import { endReview } from './end-review.ts';
import { recordDuty } from './record-duty.ts';
import { refuseMeeting } from './refuse-meeting.ts';
import { currentCaller, dutySubjectOf, lockReview, policyScopeOf } from './review-case.ts';
import { type Answer, runCommand } from './run-command.ts';
import { signReviewStep } from './sign-review-step.ts';

/** Calls off a hold that was placed in error, and its review with it. */
export function cancelQuarantineReview(
  context: OperationContext,
  command: Command<CancelInput>,
): Promise<Answer<ReviewAnswer>> {
  const { reviewId, reason, reasonCode, signingId } = command.input;
  return runCommand(context, 'cancel-quarantine-review', command, async (tx) => {
    const now = context.clock.now();
    const locked = await lockReview(tx, reviewId);
    if (!locked.ok) return locked;
    const caller = await currentCaller(tx, command.caller, now);
    if (!caller.ok) return caller;
    const may = mayCancel(caller.value, locked.value.review, { reason });
    if (!may.ok) return may;
    const apart = await refuseMeeting(tx, caller.value, { duty: 'decided', ...dutySubjectOf(locked.value) });
    if (!apart.ok) return apart;

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
    await recordDuty(tx, actor, { duty: 'decided', ...dutySubjectOf(locked.value), at: now });
    const stated = { step: 'cancel' as const, signingId, reason, ...(reasonCode && { reasonCode }) };
    const signed = await signReviewStep(tx, context, actor, locked.value, stated);
    if (!signed.ok) return signed;
    await endReview(tx, context, actor, locked.value, { endedAs: 'cancelled', reason });
    return allow(await answerReview(tx, reviewId, { now, signature: signed.value }));
  });
}
