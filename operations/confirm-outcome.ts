import type { Tx } from '#db/connect.ts';
import { personsOfConfirmation } from '#db/queries/quarantine-review-detail.ts';
import { outcomeConfirmations } from '#db/schema/quarantine-reviews.ts';
import { allow, type Result } from '#domain/result.ts';
import { mayConfirm } from '#domain/review-follow-up.ts';
import type { ConfirmInput, ReviewAnswer } from '#domain/review-steps.ts';
import type { ShownSignature } from '#domain/signatures.ts';
import { answerReview, confirmationsOf } from './answer-review.ts';
import { carryOutOutcome } from './carry-out-outcome.ts';
import { changeReview } from './change-review.ts';
import type { Actor, Command, OperationContext } from './context.ts';
import { auditOf, currentCaller, lockReview, type ReviewCase } from './review-case.ts';
import { confirmationsNeeded } from './review-dates.ts';
import { endTasks, openTasksOf } from './review-tasks.ts';
import { type Answer, runCommand } from './run-command.ts';
import { signReviewStep } from './sign-review-step.ts';
import { writeAudit } from './write-audit.ts';
import { writeException } from './write-exception.ts';

/**
 * Confirms that a decided outcome was carried out. The last confirmation needed books the goods out and ends the hold; where
 * that is refused, the confirmation still counts (it says what happened, law 7) and an exception task says what is in the way.
 */
export function confirmOutcome(
  context: OperationContext,
  command: Command<ConfirmInput>,
): Promise<Answer<ReviewAnswer>> {
  const { reviewId, reference, signingId } = command.input;
  return runCommand(context, 'confirm-outcome', command, async (tx) => {
    const now = context.clock.now();
    const locked = await lockReview(tx, reviewId);
    if (!locked.ok) return locked;
    const caller = await currentCaller(tx, command.caller, now);
    if (!caller.ok) return caller;
    const earlier = await confirmationsOf(tx, locked.value);
    const may = mayConfirm(caller.value, locked.value.review, {
      confirmedBy: earlier.map(personsOfConfirmation),
      disposalApprovals: await confirmationsNeeded(tx, locked.value, now),
    });
    if (!may.ok) return may;

    const actor = { ...command, caller: caller.value };
    const stated = { step: 'confirm_outcome' as const, signingId, outcome: locked.value.row.outcome, reference };
    const signed = await signReviewStep(tx, context, actor, locked.value, stated);
    if (!signed.ok) return signed;
    const signature = signed.value;
    await writeConfirmation(tx, context, actor, locked.value, { reference, signature });
    const done: Result<void> = may.value.complete
      ? await carryOutOutcome(tx, context, actor, locked.value)
      : allow(undefined);
    if (done.ok) return allow(await answerReview(tx, reviewId, { now, signature }));
    await writeException(tx, context, actor, locked.value, done.violation);
    return allow(await answerReview(tx, reviewId, { now, signature, obstacle: done.violation }));
  });
}

async function writeConfirmation(
  tx: Tx,
  context: OperationContext,
  actor: Actor,
  reviewCase: ReviewCase,
  { reference, signature }: { reference: string | undefined; signature: ShownSignature | null },
): Promise<void> {
  const { row } = reviewCase;
  await tx.insert(outcomeConfirmations).values({
    reviewId: row.id,
    decision: row.decisions,
    confirmedBy: actor.caller.id,
    confirmedByName: actor.caller.name,
    onBehalfOfId: actor.caller.onBehalfOf?.id ?? null,
    // The instant of the signature, so that the two never part.
    confirmedAt: signature ? new Date(signature.at) : context.clock.now(),
    reference,
    signatureId: signature?.signatureId,
  });
  await changeReview(tx, row.id, {});
  const asked = (await openTasksOf(tx, row.id)).filter((task) => task.kind !== 'settle_exception');
  // Theirs if they took one, else one that nobody has, else any: each confirmation answers for one task.
  const settled =
    asked.find((task) => task.assigneeId === actor.caller.id) ??
    asked.find((task) => task.assigneeId === null) ??
    asked[0];
  if (settled)
    await endTasks(tx, context, actor, {
      reviewId: row.id,
      taskIds: [settled.id],
      as: 'settled',
      note: reference ?? 'Confirmed',
    });
  await writeAudit(tx, context, actor, [
    {
      ...auditOf(reviewCase),
      action: 'quarantine_review.outcome_confirmed',
      after: { number: row.number, outcome: row.outcome, reference },
    },
  ]);
}
