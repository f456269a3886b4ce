import type { Tx } from '#db/connect.ts';
import { shownOfDisposal } from '#db/queries/shown-disposal.ts';
import { disposalApprovals } from '#db/schema/disposals.ts';
import { mayApproveDisposal } from '#domain/disposal.ts';
import type { ApproveDisposalInput, DisposalAnswer } from '#domain/disposal-steps.ts';
import { compare } from '#domain/quantity.ts';
import { allow, type Result, refuse } from '#domain/result.ts';
import { freeOfOtherHolds, quantityOf, stockInReach } from './carry-out-outcome.ts';
import { changeDisposal, nextStageDue } from './change-disposal.ts';
import type { Actor, Command, OperationContext } from './context.ts';
import { auditOfDisposal, type DisposalCase, dutySubjectOfDisposal, readDisposal } from './disposal-case.ts';
import { askForStage } from './disposal-stages.ts';
import { endDisposalTasks, settleOneTask } from './disposal-tasks.ts';
import { recordDuty } from './record-duty.ts';
import { refuseMeeting } from './refuse-meeting.ts';
import type { Answer } from './run-command.ts';
import { takeDisposalStep, unhindered } from './take-disposal-step.ts';
import { takeSignature } from './take-signature.ts';
import { writeAudit } from './write-audit.ts';

/**
 * Approves that held goods are destroyed, under the approver's signature. The last approval needed lets the work begin.
 * Refused while another hold reaches the goods or more of them is there than was decided about: then that is decided first.
 */
export function approveDisposal(
  context: OperationContext,
  command: Command<ApproveDisposalInput>,
): Promise<Answer<DisposalAnswer>> {
  const { signingId } = command.input;
  return takeDisposalStep(context, 'approve-disposal', command, async (tx, actor, disposalCase) => {
    const { row, disposal } = disposalCase;
    const may = mayApproveDisposal(actor.caller, disposal);
    if (!may.ok) return may;
    const subject = dutySubjectOfDisposal(disposalCase);
    const apart = await refuseMeeting(tx, actor.caller, { duty: 'approved_second', ...subject });
    if (!apart.ok) return apart;
    const asDecided = await isAsDecided(tx, disposalCase);
    if (!asDecided.ok) return asDecided;
    const signed = await takeSignature(tx, context, actor, {
      signingId,
      meanings: ['approval'],
      subject: { kind: 'disposal', id: row.id },
      shown: shownOfDisposal(disposalCase),
      statement: { step: 'approve' },
      policyIds: row.policyIds,
      about: { lotId: row.lotId, siteId: disposalCase.hold.siteId },
    });
    if (!signed.ok) return signed;
    await recordDuty(tx, actor, { duty: 'approved_second', ...subject, at: context.clock.now() });
    await writeApproval(tx, context, actor, disposalCase, { ...signed.value, ...may.value });
    return unhindered;
  });
}

async function isAsDecided(tx: Tx, { row, hold, lot }: DisposalCase): Promise<Result<void>> {
  const standing = await stockInReach(tx, hold);
  const there = quantityOf(standing);
  if (compare(there, row.quantity) > 0)
    return refuse(
      'stock.more-in-reach',
      `Hold ${hold.number} reaches ${there} ${lot.baseUnit} now, more than was decided: withdraw ${row.number} and decide about all of it`,
    );
  const free = await freeOfOtherHolds(tx, hold, standing);
  return free.ok ? allow(undefined) : free;
}

async function writeApproval(
  tx: Tx,
  context: OperationContext,
  actor: Actor,
  disposalCase: DisposalCase,
  { signatureId, complete }: { signatureId: string; complete: boolean },
): Promise<void> {
  const { row } = disposalCase;
  const now = context.clock.now();
  await tx.insert(disposalApprovals).values({
    disposalId: row.id,
    approvedBy: actor.caller.id,
    approvedByName: actor.caller.name,
    approvedFor: actor.caller.onBehalfOf?.id,
    approvedForName: actor.caller.onBehalfOf?.name,
    approvedAt: now,
    signatureId,
  });
  await changeDisposal(tx, row.id, complete ? { state: 'approved', dueAt: nextStageDue(row, now) } : {});
  await settleOneTask(tx, context, actor, { disposalId: row.id, kind: 'approve_disposal', note: 'Approved' });
  if (complete) {
    const ended = { disposalId: row.id, kinds: ['approve_disposal', 'settle_exception'] as const };
    await endDisposalTasks(tx, context, actor, { ...ended, as: 'settled', note: 'Approved' });
    await askForStage(tx, context, await readDisposal(tx, row.id));
  }
  await writeAudit(tx, context, actor, [
    {
      ...auditOfDisposal(disposalCase),
      action: 'disposal.approved',
      before: { number: row.number, state: row.state },
      after: { number: row.number, state: complete ? 'approved' : row.state, signatureId },
    },
  ]);
}
