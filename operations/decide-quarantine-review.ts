import type { Tx } from '#db/connect.ts';
import type { StandingStock } from '#db/queries/stock-standing.ts';
import type { Quantity } from '#domain/quantity.ts';
import { mayDecide } from '#domain/quarantine-review.ts';
import { allow, refuse } from '#domain/result.ts';
import type { DecideInput, ReviewAnswer } from '#domain/review-steps.ts';
import type { ShownSignature } from '#domain/signatures.ts';
import { answerReview } from './answer-review.ts';
import { quantityOf, stockInReach, throughLifecycle } from './carry-out-outcome.ts';
import { changeReview } from './change-review.ts';
import { giveReason } from './check-reason-code.ts';
import type { Actor, Command, OperationContext } from './context.ts';
import { endReview } from './end-review.ts';
import { openDisposal } from './open-disposal.ts';
import { recordDuty } from './record-duty.ts';
import { refuseMeeting } from './refuse-meeting.ts';
import {
  auditOf,
  currentCaller,
  dutySubjectOf,
  lockReview,
  policyScopeOf,
  type ReviewCase,
  readCase,
} from './review-case.ts';
import { nextDueAt } from './review-dates.ts';
import { addReviewTasks, endTasks, subjectOf } from './review-tasks.ts';
import { type Answer, runCommand } from './run-command.ts';
import { signReviewStep } from './sign-review-step.ts';
import { writeAudit } from './write-audit.ts';

/**
 * Decides about a hold: right, second person, reason, signature, decision and what it changes are one transaction, so the
 * answer is final. A lift ends the hold; the other outcomes keep it until they were carried out.
 */
export function decideQuarantineReview(
  context: OperationContext,
  command: Command<DecideInput>,
): Promise<Answer<ReviewAnswer>> {
  const { reviewId, outcome, reason, reasonCode, signingId } = command.input;
  return runCommand(context, 'decide-quarantine-review', command, async (tx) => {
    const now = context.clock.now();
    const locked = await lockReview(tx, reviewId);
    if (!locked.ok) return locked;
    const { review } = locked.value;
    const caller = await currentCaller(tx, command.caller, now);
    if (!caller.ok) return caller;
    const may = mayDecide(caller.value, review, { reason });
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
    const stated = { step: 'decide' as const, signingId, outcome, reason, ...(reasonCode && { reasonCode }) };
    const signed = await signReviewStep(tx, context, actor, locked.value, stated);
    if (!signed.ok) return signed;
    const standing = await stockInReach(tx, locked.value.hold);
    if (outcome === 'dispose' && standing.length === 0)
      return refuse('stock.none-in-reach', `Hold ${locked.value.hold.number} reaches no stock to dispose of`);
    const decided = await writeDecision(tx, context, actor, locked.value, {
      ...command.input,
      policyIds: actor.followed ?? [],
      signature: signed.value,
      quantity: quantityOf(standing),
    });
    if (outcome === 'lift') {
      const permitted = throughLifecycle(standing, 'lift', ['finished_decision']);
      if (!permitted.ok) return permitted;
      await endReview(tx, context, actor, decided, { endedAs: 'lifted', reason });
    } else if (outcome === 'dispose') await beginDisposal(tx, context, actor, decided, standing);
    else await askForConfirmation(tx, context, actor, decided);
    return allow(await answerReview(tx, reviewId, { now, signature: signed.value }));
  });
}

async function writeDecision(
  tx: Tx,
  context: OperationContext,
  actor: Actor,
  reviewCase: ReviewCase,
  {
    outcome,
    reason,
    reasonCode,
    policyIds,
    signature,
    quantity,
  }: Pick<DecideInput, 'outcome' | 'reason' | 'reasonCode'> & {
    policyIds: readonly string[];
    signature: ShownSignature | null;
    quantity: Quantity;
  },
): Promise<ReviewCase> {
  const { row } = reviewCase;
  const now = context.clock.now();
  await changeReview(tx, row.id, {
    state: 'decided',
    outcome,
    decidedBy: actor.caller.id,
    decidedByName: actor.caller.name,
    // The instant of the signature, so that the two never part.
    decidedAt: signature ? new Date(signature.at) : now,
    decisionReason: reason,
    decisionReasonCode: reasonCode ?? null,
    decisionPolicyIds: [...policyIds],
    decidedQuantity: quantity,
    decisionSignatureId: signature?.signatureId,
    decisions: row.decisions + 1,
    ...(outcome === 'lift' ? {} : { dueAt: await nextDueAt(tx, reviewCase, now) }),
  });
  await recordDuty(tx, actor, { duty: 'decided', ...dutySubjectOf(reviewCase), at: now });
  await writeAudit(tx, context, actor, [
    {
      ...auditOf(reviewCase),
      action: 'quarantine_review.decided',
      reason,
      before: { state: row.state },
      after: {
        number: row.number,
        state: 'decided',
        outcome,
        evidenceVersion: row.evidenceVersion,
        quantity,
      },
    },
  ]);
  return await readCase(tx, row.id);
}

/** Left to a case of its own: approval, destruction, witness and papers; the review ends with it, or is open again. */
async function beginDisposal(
  tx: Tx,
  context: OperationContext,
  actor: Actor,
  { row, hold, lot }: ReviewCase,
  standing: readonly StandingStock[],
) {
  const reason = row.decisionReason ?? '';
  await endTasks(tx, context, actor, { reviewId: row.id, as: 'settled', note: reason });
  const opened = await openDisposal(tx, context, actor, {
    origin: {
      ...{ kind: 'quarantine_review', id: row.id, decision: row.decisions },
      ...{ number: row.number, workflowId: row.workflowId },
    },
    hold,
    item: { id: lot.itemId, category: lot.category },
    reason,
    quantity: quantityOf(standing),
    standing,
  });
  await changeReview(tx, row.id, { disposalNumber: opened.row.number, dueAt: opened.row.dueAt });
}

async function askForConfirmation(tx: Tx, context: OperationContext, actor: Actor, reviewCase: ReviewCase) {
  const { row } = reviewCase;
  await endTasks(tx, context, actor, { reviewId: row.id, as: 'settled', note: row.decisionReason ?? '' });
  await addReviewTasks(tx, context, reviewCase, [
    {
      kind: 'confirm_return_to_supplier',
      title: `Confirm return of ${subjectOf(reviewCase)}`,
      detail: `${row.decidedByName} decided ${row.number}: ${row.decisionReason}`,
      dueAt: row.dueAt,
    },
  ]);
}
