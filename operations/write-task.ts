import type { Tx } from '#db/connect.ts';
import { tasks } from '#db/schema/tasks.ts';
import type { OperationContext } from './context.ts';
import { insertRows } from './insert-rows.ts';

export type NewTask = Omit<typeof tasks.$inferInsert, 'id' | 'state' | 'createdAt' | 'version'>;

/** Writes tasks that nobody has claimed yet and answers their ids in the same order. */
export async function writeTasks(
  tx: Tx,
  { clock, newId }: OperationContext,
  newTasks: readonly NewTask[],
): Promise<string[]> {
  if (newTasks.length === 0) return [];
  const rows = newTasks.map((task) => ({ ...task, id: newId(), state: 'open' as const, createdAt: clock.now() }));
  await insertRows(tx, tasks, rows);
  return rows.map((row) => row.id);
}
