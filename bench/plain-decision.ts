import { allow } from '#domain/result.ts';
import type { DecideInput, ReviewAnswer } from '#domain/review-steps.ts';
import { answerReview } from '#operations/answer-review.ts';
import { quantityOf, stockInReach, throughLifecycle } from '#operations/carry-out-outcome.ts';
import { changeReview } from '#operations/change-review.ts';
import type { Command, OperationContext } from '#operations/context.ts';
import { endReview } from '#operations/end-review.ts';
import { recordDuty } from '#operations/record-duty.ts';
import { auditOf, dutySubjectOf, lockReview, readCase } from '#operations/review-case.ts';
import { type Answer, runCommand } from '#operations/run-command.ts';
import { writeAudit } from '#operations/write-audit.ts';

/**
 * What deciding to lift a hold is without asking who may and without a signature: the same lock, rows, audit and answer as
 * `decide-quarantine-review.ts`, which adds the caller's rights, the duties that may not meet, and the signature.
 */
export function decidePlainly(context: OperationContext, command: Command<DecideInput>): Promise<Answer<ReviewAnswer>> {
  const { reviewId, outcome, reason } = command.input;
  return runCommand(context, 'decide-quarantine-review', command, async (tx) => {
    const now = context.clock.now();
    const locked = await lockReview(tx, reviewId);
    if (!locked.ok) return locked;
    const { row, hold } = locked.value;
    const standing = await stockInReach(tx, hold);
    const decidedQuantity = quantityOf(standing);
    await changeReview(tx, reviewId, {
      ...{ state: 'decided', outcome, decidedBy: command.caller.id, decidedByName: command.caller.name },
      ...{ decidedAt: now, decisionReason: reason, decidedQuantity, decisions: row.decisions + 1 },
    });
    await recordDuty(tx, command, { duty: 'decided', ...dutySubjectOf(locked.value), at: now });
    const after = { number: row.number, state: 'decided', outcome, evidenceVersion: row.evidenceVersion };
    await writeAudit(tx, context, command, [
      {
        ...auditOf(locked.value),
        ...{ action: 'quarantine_review.decided', reason, before: { state: row.state } },
        after: { ...after, quantity: decidedQuantity },
      },
    ]);
    const permitted = throughLifecycle(standing, 'lift', ['finished_decision']);
    if (!permitted.ok) return permitted;
    await endReview(tx, context, command, await readCase(tx, reviewId), { endedAs: 'lifted', reason });
    return allow(await answerReview(tx, reviewId, { now, signature: null }));
  });
}
