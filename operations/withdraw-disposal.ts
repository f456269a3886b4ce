import { mayWithdrawDisposal } from '#domain/disposal-endings.ts';
import type { DisposalAnswer, WithdrawDisposalInput } from '#domain/disposal-steps.ts';
import { changeDisposal } from './change-disposal.ts';
import { giveReason } from './check-reason-code.ts';
import type { Command, OperationContext } from './context.ts';
import { auditOfDisposal, policyScopeOfDisposal } from './disposal-case.ts';
import { originRules } from './disposal-origins.ts';
import { disposalTaskKinds, endDisposalTasks } from './disposal-tasks.ts';
import type { Answer } from './run-command.ts';
import { takeDisposalStep, unhindered } from './take-disposal-step.ts';
import { writeAudit } from './write-audit.ts';

/** Takes the decision to dispose back while nothing was destroyed: the goods stay held, and their review is open again. */
export function withdrawDisposal(
  context: OperationContext,
  command: Command<WithdrawDisposalInput>,
): Promise<Answer<DisposalAnswer>> {
  const { reason, reasonCode } = command.input;
  return takeDisposalStep(context, 'withdraw-disposal', command, async (tx, asked, disposalCase) => {
    const { row, disposal } = disposalCase;
    const may = mayWithdrawDisposal(asked.caller, disposal, { reason });
    if (!may.ok) return may;
    const scopes = [policyScopeOfDisposal(disposalCase)];
    const given = await giveReason(tx, context, asked, { list: 'exception', reason, reasonCode, scopes });
    if (!given.ok) return given;
    const actor = given.value;
    await changeDisposal(tx, row.id, { state: 'withdrawn', closedAt: context.clock.now() });
    const kinds = disposalTaskKinds;
    await endDisposalTasks(tx, context, actor, { disposalId: row.id, kinds, as: 'cancelled', note: reason });
    await writeAudit(tx, context, actor, [
      {
        ...auditOfDisposal(disposalCase),
        action: 'disposal.withdrawn',
        reason,
        before: { number: row.number, state: row.state },
        after: { number: row.number, state: 'withdrawn' },
      },
    ]);
    await originRules[row.originKind].giveBack(tx, context, actor, disposalCase, reason);
    return unhindered;
  });
}
