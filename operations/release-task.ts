import { allow } from '#domain/result.ts';
import { mayRelease } from '#domain/tasks.ts';
import { type ChangedTask, changeTask, lockTask } from './change-task.ts';
import type { Command, OperationContext } from './context.ts';
import { type Answer, runCommand } from './run-command.ts';

/** Gives a task back to its team. */
export function releaseTask(
  context: OperationContext,
  command: Command<{ taskId: string }>,
): Promise<Answer<ChangedTask>> {
  const { caller, input } = command;
  return runCommand(context, 'release-task', command, async (tx) => {
    const locked = await lockTask(tx, input.taskId);
    if (!locked.ok) return locked;
    const { row, task } = locked.value;
    const may = mayRelease(caller, task);
    if (!may.ok) return may;
    const change = { state: 'open' as const, assigneeId: null, assigneeName: null };
    return allow(await changeTask(tx, context, command, { row, action: 'task.released', change }));
  });
}
