import { and, eq, inArray, sql } from 'drizzle-orm';
import type { Tx } from '#db/connect.ts';
import { tasks } from '#db/schema/tasks.ts';
import type { TaskKind } from '#domain/tasks.ts';
import type { Actor, OperationContext } from './context.ts';

/** The case that tasks are about, as their rows name it. */
export type TaskSubject = { kind: string; id: string };

export type OpenTask = { id: string; kind: TaskKind; assigneeId: string | null };

/** How tasks end: those given, those of some kinds, or all that are open. */
export type EndedTasks = {
  kinds?: readonly TaskKind[] | undefined;
  taskIds?: readonly string[] | undefined;
  as: 'settled' | 'cancelled';
  note: string;
};

/** The tasks of a case that nobody has settled, the oldest first. */
export async function openCaseTasks(tx: Tx, subject: TaskSubject): Promise<OpenTask[]> {
  return await tx
    .select({ id: tasks.id, kind: tasks.kind, assigneeId: tasks.assigneeId })
    .from(tasks)
    .where(isOpenOf(subject))
    .orderBy(tasks.id);
}

/** Settles or calls off open tasks of a case. Who had claimed them keeps them in their history. */
export async function endCaseTasks(
  tx: Tx,
  { clock }: OperationContext,
  { caller }: Pick<Actor, 'caller'>,
  subject: TaskSubject,
  { kinds, taskIds, as, note }: EndedTasks,
): Promise<void> {
  const settled = { settledAt: clock.now(), settledBy: caller.id, settledNote: note };
  await tx
    .update(tasks)
    .set({ state: as, ...settled, version: sql`${tasks.version} + 1` })
    .where(
      and(isOpenOf(subject), kinds && inArray(tasks.kind, [...kinds]), taskIds && inArray(tasks.id, [...taskIds])),
    );
}

/** Stamps or moves all open tasks of a case. */
export async function changeCaseTasks(
  tx: Tx,
  subject: TaskSubject,
  change: { dueAt?: Date; remindedAt?: Date; escalatedAt?: Date },
): Promise<void> {
  await tx
    .update(tasks)
    .set({ ...change, version: sql`${tasks.version} + 1` })
    .where(isOpenOf(subject));
}

const isOpenOf = ({ kind, id }: TaskSubject) =>
  and(eq(tasks.subjectKind, kind), eq(tasks.subjectId, id), inArray(tasks.state, ['open', 'claimed']));
