import { awayAt } from '#db/queries/absences.ts';
import { allow } from '#domain/result.ts';
import { mayClaim } from '#domain/tasks.ts';
import { asChanged, type ChangedTask, changeTask, lockTask } from './change-task.ts';
import type { Command, OperationContext } from './context.ts';
import { type Answer, runCommand } from './run-command.ts';

/** Takes a task for whoever asks. Of several at once one gets it, and the others are told who. */
export function claimTask(
  context: OperationContext,
  command: Command<{ taskId: string }>,
): Promise<Answer<ChangedTask>> {
  const { caller, input } = command;
  return runCommand(context, 'claim-task', command, async (tx) => {
    const locked = await lockTask(tx, input.taskId);
    if (!locked.ok) return locked;
    const { row, task } = locked.value;
    // Whoever stands in for somebody who is away may take over what they have.
    const away = row.assigneeId === null ? null : await awayAt(tx, row.assigneeId, context.clock.now());
    const may = mayClaim(caller, away?.standInId === caller.id ? { ...task, assigneeId: null } : task);
    if (!may.ok) return may;
    if (row.assigneeId === caller.id) return allow(asChanged(row));
    const change = { state: 'claimed' as const, assigneeId: caller.id, assigneeName: caller.name };
    return allow(await changeTask(tx, context, command, { row, action: 'task.claimed', change }));
  });
}
