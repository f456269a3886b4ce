import type { Tx } from '#db/connect.ts';
import { callerById } from '#db/queries/caller-by-id.ts';
import { givenInHand, tasksOfTheUnentitled } from '#db/queries/tasks-of-the-unentitled.ts';
import { authorize, type Caller } from '#domain/caller.ts';
import { allow } from '#domain/result.ts';
import type { Task } from '#domain/tasks.ts';
import { changeTask, lockTask } from './change-task.ts';
import { type Cause, type Command, type OperationContext, systemCaller } from './context.ts';
import { type Answer, runCommand } from './run-command.ts';

export type GivenBack = { did: 'gave back' | 'nothing' };

const perRun = 200;

/**
 * Gives every task back to its team whose holder may not work it any more, whatever took the right from them: a closed account, a
 * grant or delegation that ended, another role. Nobody else could take it. Answers what failed, which keeps no other waiting.
 */
export async function giveBackTasks(context: OperationContext, cause: Cause = {}): Promise<unknown[]> {
  const now = context.clock.now();
  const faults: unknown[] = [];
  for (const taskId of await tasksOfTheUnentitled(context.db, now, perRun)) {
    // By the instant: a right that comes back and is lost again takes the same task away twice.
    const commandId = `task:${taskId}:give-back:${now.toISOString()}`;
    try {
      await giveBackTask(context, { commandId, caller: systemCaller, cause, input: { taskId } });
    } catch (error) {
      faults.push(error);
    }
  }
  return faults;
}

/** Gives a task back to its team, whose time begins anew, unless whoever has it may work it. */
export function giveBackTask(
  context: OperationContext,
  command: Command<{ taskId: string }>,
): Promise<Answer<GivenBack>> {
  return runCommand<{ taskId: string }, GivenBack>(context, 'give-back-task', command, async (tx) => {
    const locked = await lockTask(tx, command.input.taskId);
    if (!locked.ok) return locked;
    const { row, task } = locked.value;
    if (row.state !== 'claimed' || row.assigneeId === null) return allow({ did: 'nothing' });
    if (await mayStillWork(tx, row.assigneeId, task, context.clock.now())) return allow({ did: 'nothing' });
    const reason = `${row.assigneeName} may not work it there any more`;
    const change = { state: 'open' as const, assigneeId: null, assigneeName: null };
    await changeTask(tx, context, command, { row, action: 'task.released', reason, change });
    return allow({ did: 'gave back' });
  });
}

/** By their own rights, or by those of a colleague that are in their hands. */
async function mayStillWork(tx: Tx, id: string, { scope }: Task, now: Date): Promise<boolean> {
  const may = (caller: Caller | undefined) => caller !== undefined && authorize(caller, 'task.work', scope).ok;
  if (may(await callerById(tx, { kind: 'person', id }, now))) return true;
  if (may(await callerById(tx, { kind: 'api_key', id }, now))) return true;
  for (const onBehalfOf of await givenInHand(tx, id, now))
    if (may(await callerById(tx, { kind: 'person', id, onBehalfOf }, now))) return true;
  return false;
}
