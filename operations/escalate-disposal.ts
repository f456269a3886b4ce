import { disposalStandingOf } from '#db/queries/disposals-in-engine.ts';
import type { DisposalState } from '#domain/disposal.ts';
import type { DisposalStanding } from '#domain/disposal-steps.ts';
import { allow } from '#domain/result.ts';
import { changeDisposal } from './change-disposal.ts';
import type { Command, OperationContext } from './context.ts';
import { auditOfDisposal, lockDisposal } from './disposal-case.ts';
import { changeDisposalTasks } from './disposal-tasks.ts';
import { isDisposalOvertaken } from './remind-disposal.ts';
import { type Answer, runCommand } from './run-command.ts';
import { tellOfCase } from './tell-of-case.ts';
import { writeAudit } from './write-audit.ts';
import { writeDisposalException } from './write-disposal-exception.ts';

/** Takes an overdue disposal to quality management. The tasks of the teams stay. Answers where the disposal stands. */
export function escalateDisposal(
  context: OperationContext,
  command: Command<{ disposalId: string; dueAt: string }>,
): Promise<Answer<DisposalStanding>> {
  const { disposalId, dueAt } = command.input;
  return runCommand(context, 'escalate-disposal', command, async (tx) => {
    const escalatedAt = context.clock.now();
    const locked = await lockDisposal(tx, disposalId);
    if (!locked.ok) return locked;
    const { row } = locked.value;
    if (isDisposalOvertaken(row, dueAt)) return allow(disposalStandingOf(row));
    const changed = await changeDisposal(tx, disposalId, { escalatedAt });
    await changeDisposalTasks(tx, disposalId, { escalatedAt });
    const about = { subjectKind: 'disposal', subjectId: disposalId, what: 'escalate' as const, at: dueAt };
    await tellOfCase(tx, context, command, about);
    await writeAudit(tx, context, command, [
      {
        ...auditOfDisposal(locked.value),
        action: 'disposal.escalated',
        after: { number: row.number, state: row.state, dueAt: row.dueAt.toISOString() },
      },
    ]);
    const message = `${row.number} was due at ${row.dueAt.toISOString()} and ${waitsFor[row.state]}`;
    await writeDisposalException(tx, context, command, locked.value, { message });
    return allow(disposalStandingOf(changed));
  });
}

const waitsFor: Record<DisposalState, string> = {
  awaiting_approval: 'waits for approval',
  approved: 'goods are not destroyed, witnessed and booked',
  destroyed: 'papers are missing',
  closed: 'is closed',
  withdrawn: 'is withdrawn',
};
