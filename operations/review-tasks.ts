import type { Tx } from '#db/connect.ts';
import { type TaskKind, taskRouting } from '#domain/tasks.ts';
import {
  changeCaseTasks,
  type EndedTasks,
  endCaseTasks,
  type OpenTask,
  openCaseTasks,
  type TaskSubject,
} from './case-tasks.ts';
import type { Actor, OperationContext } from './context.ts';
import type { ReviewCase } from './review-case.ts';
import { writeTasks } from './write-task.ts';

const ofReview = (id: string): TaskSubject => ({ kind: 'quarantine_review', id });

export const openTasksOf = (tx: Tx, reviewId: string): Promise<OpenTask[]> => openCaseTasks(tx, ofReview(reviewId));

export const endTasks = (
  tx: Tx,
  context: OperationContext,
  actor: Pick<Actor, 'caller'>,
  { reviewId, ...ended }: EndedTasks & { reviewId: string },
): Promise<void> => endCaseTasks(tx, context, actor, ofReview(reviewId), ended);

export const changeOpenTasks = (tx: Tx, reviewId: string, change: Parameters<typeof changeCaseTasks>[2]) =>
  changeCaseTasks(tx, ofReview(reviewId), change);

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
