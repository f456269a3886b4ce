import { shownOfDisposal } from '#db/queries/shown-disposal.ts';
import { mayExtendDisposal } from '#domain/disposal-endings.ts';
import type { DisposalAnswer, ExtendDisposalInput } from '#domain/disposal-steps.ts';
import { countOf } from '#domain/policy-values.ts';
import { changeDisposal } from './change-disposal.ts';
import { giveReason } from './check-reason-code.ts';
import type { Command, OperationContext } from './context.ts';
import { auditOfDisposal, policyScopeOfDisposal } from './disposal-case.ts';
import { changeDisposalTasks } from './disposal-tasks.ts';
import { readPolicyBook } from './policy-book.ts';
import type { Answer } from './run-command.ts';
import { takeDisposalStep, unhindered } from './take-disposal-step.ts';
import { takeSignature } from './take-signature.ts';
import { writeAudit } from './write-audit.ts';

/** Moves the due date of the stage a disposal is in and of its tasks, with a reason, a signature and within the policy's limit. */
export function extendDisposal(
  context: OperationContext,
  command: Command<ExtendDisposalInput>,
): Promise<Answer<DisposalAnswer>> {
  const { until, reason, reasonCode, signingId } = command.input;
  return takeDisposalStep(context, 'extend-disposal', command, async (tx, actor, disposalCase) => {
    const { row, disposal, hold } = disposalCase;
    const now = context.clock.now();
    const scope = policyScopeOfDisposal(disposalCase);
    const book = await readPolicyBook(tx, now, ['disposal_extension_max_days']);
    const longest = book.read('disposal_extension_max_days', scope);
    const maxDays = countOf(longest.value);
    const dueAt = new Date(until);
    const may = mayExtendDisposal(actor.caller, disposal, { until: dueAt, dueAt: row.dueAt, reason, now, maxDays });
    if (!may.ok) return may;
    const given = await giveReason(tx, context, actor, { list: 'disposal', reason, reasonCode, scopes: [scope] });
    if (!given.ok) return given;
    const signed = await takeSignature(tx, context, given.value, {
      signingId,
      meanings: ['approval', 'responsibility'],
      subject: { kind: 'disposal', id: row.id },
      shown: shownOfDisposal(disposalCase),
      policyIds: [...row.policyIds, ...longest.rowIds],
      statement: { step: 'extend', until: dueAt.toISOString(), reason, ...(reasonCode && { reasonCode }) },
      about: { lotId: row.lotId, siteId: hold.siteId },
    });
    if (!signed.ok) return signed;
    await changeDisposal(tx, row.id, { dueAt, extensions: row.extensions + 1 });
    await changeDisposalTasks(tx, row.id, { dueAt });
    await writeAudit(tx, context, given.value, [
      {
        ...auditOfDisposal(disposalCase),
        action: 'disposal.extended',
        reason,
        before: { number: row.number, dueAt: row.dueAt.toISOString() },
        after: { number: row.number, dueAt: dueAt.toISOString(), signatureId: signed.value.signatureId },
      },
    ]);
    return unhindered;
  });
}
