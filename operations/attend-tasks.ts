import { tasksAskingForAttention } from '#db/queries/tasks-asking-for-attention.ts';
import { attendTask } from './attend-task.ts';
import { type Cause, type OperationContext, systemCaller } from './context.ts';
import { giveBackTasks } from './give-back-task.ts';

const perRun = 200;

/**
 * Gives back what nobody may work who has it, then brings to mind every task whose time has come, each in a transaction of its own. What fails about one keeps none of the
 * others waiting; it is a fault all the same, told when all were looked at. Tells whether there may be more.
 */
export async function attendTasks(context: OperationContext, cause: Cause = {}): Promise<{ more: boolean }> {
  const faults = await giveBackTasks(context, cause);
  const asking = await tasksAskingForAttention(context.db, context.clock.now(), perRun);
  for (const { taskId, askedAt } of asking) {
    const commandId = `task:${taskId}:attend:${askedAt}`;
    try {
      await attendTask(context, { commandId, caller: systemCaller, cause, input: { taskId } });
    } catch (error) {
      faults.push(error);
    }
  }
  if (faults.length > 0)
    throw new AggregateError(faults, `${faults.length} of ${asking.length} tasks failed: ${faults[0]}`);
  return { more: asking.length === perRun };
}
