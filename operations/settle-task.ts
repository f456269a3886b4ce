import { hasReason } from '#domain/quarantine-review.ts';
import { allow, refuse } from '#domain/result.ts';
import { maySettle } from '#domain/tasks.ts';
import { type ChangedTask, changeTask, lockTask } from './change-task.ts';
import { giveReason } from './check-reason-code.ts';
import type { Command, OperationContext } from './context.ts';
import { type Answer, runCommand } from './run-command.ts';

/** `note` says what was done, for whoever asks later. */
export type SettleTask = { taskId: string; note: string; reasonCode?: string | undefined };

/** Declares a task done that a person settles by hand. Those of a process are settled by deciding or confirming there. */
export function settleTask(context: OperationContext, command: Command<SettleTask>): Promise<Answer<ChangedTask>> {
  const { caller, input } = command;
  return runCommand(context, 'settle-task', command, async (tx) => {
    const locked = await lockTask(tx, input.taskId);
    if (!locked.ok) return locked;
    const { row, task } = locked.value;
    const may = maySettle(caller, task);
    if (!may.ok) return may;
    const said = hasReason(input.note);
    if (!said.ok) return refuse('reason.too-short', said.violation.message, '/note');
    const { siteId, entityId } = row;
    const given = await giveReason(tx, context, command, {
      ...{ list: 'task', reason: input.note, reasonCode: input.reasonCode },
      scopes: [{ siteId, ...(entityId && { entityId }) }],
    });
    if (!given.ok) return given;
    const change = {
      state: 'settled' as const,
      assigneeId: row.assigneeId ?? caller.id,
      assigneeName: row.assigneeName ?? caller.name,
      settledAt: context.clock.now(),
      settledBy: caller.id,
      settledNote: input.note.trim(),
    };
    return allow(
      await changeTask(tx, context, given.value, { row, action: 'task.settled', reason: input.note.trim(), change }),
    );
  });
}
