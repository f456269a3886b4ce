import { disposalStandingOf } from '#db/queries/disposals-in-engine.ts';
import { isDisposalOver } from '#domain/disposal.ts';
import type { DisposalStanding } from '#domain/disposal-steps.ts';
import { allow } from '#domain/result.ts';
import { changeDisposal } from './change-disposal.ts';
import type { Command, OperationContext } from './context.ts';
import { auditOfDisposal, type DisposalCase, lockDisposal } from './disposal-case.ts';
import { changeDisposalTasks } from './disposal-tasks.ts';
import { type Answer, runCommand } from './run-command.ts';
import { tellOfCase } from './tell-of-case.ts';
import { writeAudit } from './write-audit.ts';

/** Marks the open tasks of a disposal as reminded of; the inbox shows these first. Answers where the disposal stands. */
export function remindDisposal(
  context: OperationContext,
  command: Command<{ disposalId: string; dueAt: string }>,
): Promise<Answer<DisposalStanding>> {
  const { disposalId, dueAt } = command.input;
  return runCommand(context, 'remind-disposal', command, async (tx) => {
    const remindedAt = context.clock.now();
    const locked = await lockDisposal(tx, disposalId);
    if (!locked.ok) return locked;
    const { row } = locked.value;
    if (isDisposalOvertaken(row, dueAt)) return allow(disposalStandingOf(row));
    const changed = await changeDisposal(tx, disposalId, { remindedAt });
    await changeDisposalTasks(tx, disposalId, { remindedAt });
    const about = { subjectKind: 'disposal', subjectId: disposalId, what: 'remind' as const, at: dueAt };
    await tellOfCase(tx, context, command, about);
    await writeAudit(tx, context, command, [
      {
        ...auditOfDisposal(locked.value),
        action: 'disposal.reminded',
        after: { number: row.number, state: row.state, dueAt: row.dueAt.toISOString() },
      },
    ]);
    return allow(disposalStandingOf(changed));
  });
}

/** Whether what a deadline asks for was overtaken: it is over, or the next stage has a due date of its own. */
export const isDisposalOvertaken = ({ state, dueAt: now }: DisposalCase['row'], dueAt: string): boolean =>
  isDisposalOver(state) || now.getTime() > Date.parse(dueAt);
