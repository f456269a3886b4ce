import { mayWithdrawDisposal } from '#domain/disposal-endings.ts';
import type { DisposalAnswer, WithdrawDisposalInput } from '#domain/disposal-steps.ts';
import { changeDisposal } from './change-disposal.ts';
import type { Command, OperationContext } from './context.ts';
import { auditOfDisposal } from './disposal-case.ts';
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
  const { reason } = command.input;
  return takeDisposalStep(context, 'withdraw-disposal', command, async (tx, actor, disposalCase) => {
    const { row, disposal } = disposalCase;
    const may = mayWithdrawDisposal(actor.caller, disposal, { reason });
    if (!may.ok) return may;
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
