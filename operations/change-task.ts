import { eq, sql } from 'drizzle-orm';
import type { Tx } from '#db/connect.ts';
import { categoryOfLot } from '#db/queries/category-of-lot.ts';
import { tasks } from '#db/schema/tasks.ts';
import type { Scope } from '#domain/caller.ts';
import { allow, type Result, refuse } from '#domain/result.ts';
import type { Task, TaskState } from '#domain/tasks.ts';
import type { Actor, OperationContext } from './context.ts';
import { planAttention } from './task-attention.ts';
import { writeAudit } from './write-audit.ts';

export type TaskRow = typeof tasks.$inferSelect;

/** What a change of a task answers. */
export type ChangedTask = {
  taskId: string;
  state: TaskState;
  assigneeId: string | null;
  assigneeName: string | null;
  settledAt: string | null;
  version: number;
};

/** Locks one task, so that of two who want it at once the second sees who has it. `task.unknown` where there is none. */
export async function lockTask(tx: Tx, taskId: string): Promise<Result<{ row: TaskRow; task: Task }>> {
  const [row] = await tx.select().from(tasks).where(eq(tasks.id, taskId)).for('update');
  if (!row) return refuse('task.unknown', `There is no task ${taskId}`);
  return allow({ row, task: asTask(row, await categoryOfLot(tx, row.lotId)) });
}

export const asTask = (
  row: Pick<TaskRow, 'kind' | 'state' | 'assigneeId' | 'assigneeName' | 'siteId' | 'entityId'>,
  category?: string | undefined,
): Task => ({
  kind: row.kind,
  state: row.state,
  assigneeId: row.assigneeId,
  assigneeName: row.assigneeName,
  scope: { ...scopeOf(row), category },
});

/** A task without a site concerns every site; one without an entity concerns none in particular. */
const scopeOf = ({ siteId, entityId }: Pick<TaskRow, 'siteId' | 'entityId'>): Scope =>
  entityId === null ? { siteId } : { siteId, entityId };

/** Writes a change of a locked task and tells the trail who had it before and who has it now. */
export async function changeTask(
  tx: Tx,
  context: OperationContext,
  actor: Actor,
  {
    row,
    action,
    reason,
    change,
  }: { row: TaskRow; action: string; reason?: string; change: Partial<typeof tasks.$inferInsert> },
): Promise<ChangedTask> {
  const times = await timesOf(tx, row, change.state ?? row.state, context.clock.now());
  const [changed] = await tx
    .update(tasks)
    .set({ ...change, ...times, version: sql`${tasks.version} + 1` })
    .where(eq(tasks.id, row.id))
    .returning();
  if (!changed) throw new Error(`Task ${row.id} was locked and is gone`);
  await writeAudit(tx, context, actor, [
    {
      action,
      subjectKind: 'task',
      subjectId: row.id,
      lotId: row.lotId,
      siteId: row.siteId,
      entityId: row.entityId,
      before: { state: row.state, assignee: row.assigneeName },
      after: { title: row.title, state: changed.state, assignee: changed.assigneeName },
      reason,
    },
  ]);
  return asChanged(changed);
}

/** Whoever gets a task, or gets it back, has its time anew; what told the ones before of it ends. A settled one is silent. */
async function timesOf(tx: Tx, row: TaskRow, state: TaskState, now: Date): Promise<Partial<typeof tasks.$inferInsert>> {
  if (state === 'settled' || state === 'cancelled') return { remindAt: null, escalateAt: null };
  const [attention] = await planAttention(tx, [row], now);
  return { ...attention, escalationStep: 0 };
}

export const asChanged = (row: TaskRow): ChangedTask => ({
  taskId: row.id,
  state: row.state,
  assigneeId: row.assigneeId,
  assigneeName: row.assigneeName,
  settledAt: row.settledAt?.toISOString() ?? null,
  version: row.version,
});
