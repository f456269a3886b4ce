import { and, eq, inArray, sql } from 'drizzle-orm';
import type { Tx } from '#db/connect.ts';
import { tasks } from '#db/schema/tasks.ts';
import { type TaskKind, taskRouting } from '#domain/tasks.ts';
import type { Actor, OperationContext } from './context.ts';
import type { ReviewCase } from './review-case.ts';
import { writeTasks } from './write-task.ts';

type OpenTask = { id: string; kind: TaskKind; assigneeId: string | null };

/** The tasks of a review that nobody has settled, the oldest first. */
export async function openTasksOf(tx: Tx, reviewId: string): Promise<OpenTask[]> {
  return await tx
    .select({ id: tasks.id, kind: tasks.kind, assigneeId: tasks.assigneeId })
    .from(tasks)
    .where(and(ofReview(reviewId), isOpen))
    .orderBy(tasks.id);
}

/** Settles or calls off open tasks of a review: those given, or all. Who had claimed them keeps them in their history. */
export async function endTasks(
  tx: Tx,
  { clock }: OperationContext,
  { caller }: Pick<Actor, 'caller'>,
  { reviewId, taskIds, as, note }: { reviewId: string; taskIds?: string[]; as: 'settled' | 'cancelled'; note: string },
): Promise<void> {
  await tx
    .update(tasks)
    .set({
      state: as,
      settledAt: clock.now(),
      settledBy: caller.id,
      settledNote: note,
      version: sql`${tasks.version} + 1`,
    })
    .where(and(ofReview(reviewId), isOpen, taskIds ? inArray(tasks.id, taskIds) : undefined));
}

/** Stamps or moves all open tasks of a review. */
export async function changeOpenTasks(
  tx: Tx,
  reviewId: string,
  change: { dueAt?: Date; remindedAt?: Date; escalatedAt?: Date },
): Promise<void> {
  await tx
    .update(tasks)
    .set({ ...change, version: sql`${tasks.version} + 1` })
    .where(and(ofReview(reviewId), isOpen));
}

/** Writes a task of a review for the team its kind is routed to, at the site of the hold. */
export async function addReviewTasks(
  tx: Tx,
  context: OperationContext,
  { row, hold, lot }: ReviewCase,
  added: readonly { kind: TaskKind; title: string; detail: string; dueAt: Date }[],
): Promise<void> {
  await writeTasks(
    tx,
    context,
    added.map((task) => ({
      ...task,
      team: taskRouting[task.kind].team,
      subjectKind: 'quarantine_review',
      subjectId: row.id,
      lotId: lot.id,
      siteId: hold.siteId,
      workflowId: row.workflowId,
    })),
  );
}

/** Lot and place as a task's title names them. */
export const subjectOf = ({ lot, siteCode }: Pick<ReviewCase, 'lot' | 'siteCode'>): string =>
  `${lot.code} at ${siteCode ?? 'every site'}`;

const ofReview = (reviewId: string) => and(eq(tasks.subjectKind, 'quarantine_review'), eq(tasks.subjectId, reviewId));
const isOpen = inArray(tasks.state, ['open', 'claimed']);
