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
import type { DisposalCase } from './disposal-case.ts';
import { writeTasks } from './write-task.ts';

/** What the process itself asks for; a write-off to be valued is finance's own, and outlives it. */
export const disposalTaskKinds = [
  'approve_disposal',
  'destroy_goods',
  'witness_destruction',
  'add_destruction_papers',
  'settle_exception',
] as const satisfies readonly TaskKind[];

const ofDisposal = (id: string): TaskSubject => ({ kind: 'disposal', id });

export const openDisposalTasks = (tx: Tx, disposalId: string): Promise<OpenTask[]> =>
  openCaseTasks(tx, ofDisposal(disposalId));

export const endDisposalTasks = (
  tx: Tx,
  context: OperationContext,
  actor: Pick<Actor, 'caller'>,
  { disposalId, ...ended }: EndedTasks & { disposalId: string },
): Promise<void> => endCaseTasks(tx, context, actor, ofDisposal(disposalId), ended);

export const changeDisposalTasks = (tx: Tx, disposalId: string, change: Parameters<typeof changeCaseTasks>[2]) =>
  changeCaseTasks(tx, ofDisposal(disposalId), change);

/** Writes tasks of a disposal for the team each kind is routed to, at the site of the hold. */
export async function addDisposalTasks(
  tx: Tx,
  context: OperationContext,
  { row, hold, lot }: Pick<DisposalCase, 'row' | 'hold' | 'lot'>,
  added: readonly { kind: TaskKind; title: string; detail: string; dueAt: Date; entityId?: string }[],
): Promise<void> {
  await writeTasks(
    tx,
    context,
    added.map((task) => ({
      ...task,
      team: taskRouting[task.kind].team,
      subjectKind: 'disposal',
      subjectId: row.id,
      lotId: lot.id,
      siteId: hold.siteId,
      workflowId: row.workflowId,
    })),
  );
}

/** Settles one open task of a kind: theirs if they took one, else one that nobody has, else any. Each step answers for one task. */
export async function settleOneTask(
  tx: Tx,
  context: OperationContext,
  actor: Pick<Actor, 'caller'>,
  { disposalId, kind, note }: { disposalId: string; kind: TaskKind; note: string },
): Promise<void> {
  const asked = (await openDisposalTasks(tx, disposalId)).filter((task) => task.kind === kind);
  const settled =
    asked.find((task) => task.assigneeId === actor.caller.id) ??
    asked.find((task) => task.assigneeId === null) ??
    asked[0];
  if (settled) await endDisposalTasks(tx, context, actor, { disposalId, taskIds: [settled.id], as: 'settled', note });
}
