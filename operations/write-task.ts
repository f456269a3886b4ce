import type { Tx } from '#db/connect.ts';
import { tasks } from '#db/schema/tasks.ts';
import type { OperationContext } from './context.ts';
import { insertRows } from './insert-rows.ts';
import { planAttention } from './task-attention.ts';

export type NewTask = Omit<
  typeof tasks.$inferInsert,
  'id' | 'state' | 'createdAt' | 'version' | 'remindAt' | 'escalateAt' | 'escalationStep'
>;

/**
 * Writes tasks that nobody has claimed yet and answers their ids in the same order. When each is brought to mind and goes up
 * its chain follows from policy and the calendar of its site.
 */
export async function writeTasks(
  tx: Tx,
  { clock, newId }: OperationContext,
  newTasks: readonly NewTask[],
): Promise<string[]> {
  if (newTasks.length === 0) return [];
  const createdAt = clock.now();
  const attention = await planAttention(tx, newTasks, createdAt);
  const rows = newTasks.map((task, index) => ({
    ...task,
    ...attention[index],
    id: newId(),
    state: 'open' as const,
    createdAt,
  }));
  await insertRows(tx, tasks, rows);
  return rows.map((row) => row.id);
}
