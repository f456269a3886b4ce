import type { Tx } from '#db/connect.ts';
import { shownOfDisposal } from '#db/queries/shown-disposal.ts';
import { leftOf } from '#domain/disposal-account.ts';
import { mayEndEarly } from '#domain/disposal-endings.ts';
import type { DisposalAnswer, EndDisposalEarlyInput } from '#domain/disposal-steps.ts';
import type { Quantity } from '#domain/quantity.ts';
import { changeDisposal } from './change-disposal.ts';
import { giveReason } from './check-reason-code.ts';
import type { Actor, Command, OperationContext } from './context.ts';
import { readDisposalAccount } from './disposal-account.ts';
import { auditOfDisposal, type DisposalCase, dutySubjectOfDisposal, policyScopeOfDisposal } from './disposal-case.ts';
import { originRules } from './disposal-origins.ts';
import { recordDuty } from './record-duty.ts';
import { refuseMeeting } from './refuse-meeting.ts';
import type { Answer } from './run-command.ts';
import { takeDisposalStep, unhindered } from './take-disposal-step.ts';
import { takeSignature } from './take-signature.ts';
import { writeAudit } from './write-audit.ts';

/**
 * Ends a disposal of which a part is destroyed: the rest stays held and is decided about again at once; what was destroyed is
 * certified when its papers are there. By somebody who neither decided, destroyed nor witnessed: they could hide what is missing.
 */
export function endDisposalEarly(
  context: OperationContext,
  command: Command<EndDisposalEarlyInput>,
): Promise<Answer<DisposalAnswer>> {
  const { reason, reasonCode, signingId } = command.input;
  return takeDisposalStep(context, 'end-disposal-early', command, async (tx, actor, disposalCase) => {
    const { row, disposal, hold } = disposalCase;
    const may = mayEndEarly(actor.caller, disposal, { reason });
    if (!may.ok) return may;
    const subject = dutySubjectOfDisposal(disposalCase);
    const apart = await refuseMeeting(tx, actor.caller, { duty: 'settled', ...subject });
    if (!apart.ok) return apart;
    const scopes = [policyScopeOfDisposal(disposalCase)];
    const given = await giveReason(tx, context, actor, { list: 'disposal', reason, reasonCode, scopes });
    if (!given.ok) return given;
    const left = leftOf(await readDisposalAccount(tx, row));
    const signed = await takeSignature(tx, context, given.value, {
      signingId,
      meanings: ['approval', 'responsibility'],
      subject: { kind: 'disposal', id: row.id },
      shown: shownOfDisposal(disposalCase),
      policyIds: row.policyIds,
      statement: { step: 'end-early', givenBack: left, reason, ...(reasonCode && { reasonCode }) },
      about: { lotId: row.lotId, siteId: hold.siteId },
    });
    if (!signed.ok) return signed;
    await recordDuty(tx, actor, { duty: 'settled', ...subject, at: context.clock.now() });
    await writeEnd(tx, context, given.value, disposalCase, { left, reason, signatureId: signed.value.signatureId });
    return unhindered;
  });
}

async function writeEnd(
  tx: Tx,
  context: OperationContext,
  actor: Actor,
  disposalCase: DisposalCase,
  { left, reason, signatureId }: { left: Quantity; reason: string; signatureId: string },
): Promise<void> {
  const { row, lot } = disposalCase;
  const { caller } = actor;
  await changeDisposal(tx, row.id, {
    givenBack: left,
    endedEarlyAt: context.clock.now(),
    endedEarlyBy: caller.id,
    endedEarlyByName: caller.name,
    endedEarlyFor: caller.onBehalfOf?.id ?? null,
    endedEarlyForName: caller.onBehalfOf?.name ?? null,
    endedEarlyReason: reason,
    endedEarlySignatureId: signatureId,
  });
  await writeAudit(tx, context, actor, [
    {
      ...auditOfDisposal(disposalCase),
      action: 'disposal.ended_early',
      reason,
      before: { number: row.number, state: row.state },
      after: { number: row.number, givenBack: left, unit: lot.baseUnit, signatureId },
    },
  ]);
  const rest = `${row.number} ended early, ${left} ${lot.baseUnit} left: ${reason}`;
  await originRules[row.originKind].giveBack(tx, context, actor, disposalCase, rest);
}
