import type { Tx } from '#db/connect.ts';
import { allow, type Result, refuse } from '#domain/result.ts';
import { maySettleException } from '#domain/review-follow-up.ts';
import type { ReviewAnswer, SettleExceptionInput } from '#domain/review-steps.ts';
import { answerReview, confirmationsOf } from './answer-review.ts';
import { carryOutOutcome, endingOf, stockInReach } from './carry-out-outcome.ts';
import { giveReason } from './check-reason-code.ts';
import type { Actor, Command, OperationContext } from './context.ts';
import { endReview } from './end-review.ts';
import { reopenReview } from './reopen-review.ts';
import { auditOf, currentCaller, lockReview, policyScopeOf, type ReviewCase } from './review-case.ts';
import { confirmationsNeeded } from './review-dates.ts';
import { endTasks, openTasksOf } from './review-tasks.ts';
import { type Answer, runCommand } from './run-command.ts';
import { signReviewStep } from './sign-review-step.ts';
import { writeAudit } from './write-audit.ts';

/**
 * Settles what keeps a review from going on: tries the final step again, closes what was done by hand once no stock is left,
 * or takes the decision back. A decision can be taken back at any time before it was carried out.
 */
export function settleReviewException(
  context: OperationContext,
  command: Command<SettleExceptionInput>,
): Promise<Answer<ReviewAnswer>> {
  const { reviewId, settlement, reason, reasonCode, signingId } = command.input;
  return runCommand(context, 'settle-review-exception', command, async (tx) => {
    const now = context.clock.now();
    const locked = await lockReview(tx, reviewId);
    if (!locked.ok) return locked;
    const reviewCase = locked.value;
    const caller = await currentCaller(tx, command.caller, now);
    if (!caller.ok) return caller;
    const may = maySettleException(caller.value, reviewCase.review, { settlement, reason });
    if (!may.ok) return may;

    const given = await giveReason(
      tx,
      context,
      { ...command, caller: caller.value },
      {
        ...{ list: 'exception', reason, reasonCode },
        scopes: [policyScopeOf(locked.value)],
      },
    );
    if (!given.ok) return given;
    const actor = given.value;
    const stated = { step: settlement, signingId, reason, ...(reasonCode && { reasonCode }) };
    const signed = await signReviewStep(tx, context, actor, reviewCase, stated);
    if (!signed.ok) return signed;
    const done =
      settlement === 'reopen'
        ? await reopenReview(tx, context, actor, reviewCase, reason)
        : await settleOpenException(tx, context, actor, reviewCase, command.input);
    if (!done.ok) return done;
    return allow(await answerReview(tx, reviewId, { now, signature: signed.value }));
  });
}

async function settleOpenException(
  tx: Tx,
  context: OperationContext,
  actor: Actor,
  reviewCase: ReviewCase,
  { settlement, reason }: SettleExceptionInput,
): Promise<Result<void>> {
  const { row } = reviewCase;
  const exceptions = (await openTasksOf(tx, row.id)).filter((task) => task.kind === 'settle_exception');
  if (exceptions.length === 0) return refuse('review.nothing-to-settle', `Nothing is in the way of ${row.number}`);
  await writeAudit(tx, context, actor, [
    {
      ...auditOf(reviewCase),
      action: 'quarantine_review.exception_settled',
      reason,
      after: { number: row.number, settlement },
    },
  ]);
  await endTasks(tx, context, actor, {
    reviewId: row.id,
    taskIds: exceptions.map((task) => task.id),
    as: 'settled',
    note: reason,
  });
  if (settlement === 'settle_by_hand') return await closeByHand(tx, context, actor, reviewCase, reason);
  return (await isConfirmed(tx, reviewCase, context.clock.now()))
    ? await carryOutOutcome(tx, context, actor, reviewCase)
    : allow(undefined);
}

async function isConfirmed(tx: Tx, reviewCase: ReviewCase, now: Date): Promise<boolean> {
  if (reviewCase.row.state !== 'decided' || reviewCase.row.disposalNumber !== null) return false;
  const given = await confirmationsOf(tx, reviewCase);
  return given.length >= (await confirmationsNeeded(tx, reviewCase, now));
}

async function closeByHand(
  tx: Tx,
  context: OperationContext,
  actor: Actor,
  reviewCase: ReviewCase,
  reason: string,
): Promise<Result<void>> {
  const left = await stockInReach(tx, reviewCase.hold);
  if (left.length > 0) {
    const where = left.map((stock) => `${stock.quantity} at ${stock.siteCode} ${stock.locationCode}`).join(', ');
    return refuse(
      'stock.left-in-reach',
      `The hold still reaches stock (${where}): try again or take the decision back`,
    );
  }
  await endReview(tx, context, actor, reviewCase, { endedAs: endingOf(reviewCase), reason });
  return allow(undefined);
}
