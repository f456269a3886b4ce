import { and, eq, inArray, sql } from 'drizzle-orm';
import type { Tx } from '#db/connect.ts';
import { tasks } from '#db/schema/tasks.ts';
import { type TaskKind, taskRouting } from '#domain/tasks.ts';
import type { Actor, OperationContext } from './context.ts';
import type { DisposalCase } from './disposal-case.ts';
import { writeTasks } from './write-task.ts';

type OpenTask = { id: string; kind: TaskKind; assigneeId: string | null };

/** What the process itself asks for; a write-off to be valued is finance's own, and outlives it. */
export const disposalTaskKinds = [
  'approve_disposal',
  'destroy_goods',
  'witness_destruction',
  'add_destruction_papers',
  'settle_exception',
] as const satisfies readonly TaskKind[];

/** The tasks of a disposal that nobody has settled, the oldest first. */
export async function openDisposalTasks(tx: Tx, disposalId: string): Promise<OpenTask[]> {
  return await tx
    .select({ id: tasks.id, kind: tasks.kind, assigneeId: tasks.assigneeId })
    .from(tasks)
    .where(and(ofDisposal(disposalId), isOpen))
    .orderBy(tasks.id);
}

/** Settles or calls off open tasks of a disposal: those of some kinds, one of them for one person, or all. */
export async function endDisposalTasks(
  tx: Tx,
  { clock }: OperationContext,
  { caller }: Pick<Actor, 'caller'>,
  ended: {
    disposalId: string;
    kinds?: readonly TaskKind[];
    taskIds?: string[];
    as: 'settled' | 'cancelled';
    note: string;
  },
): Promise<void> {
  await tx
    .update(tasks)
    .set({
      state: ended.as,
      settledAt: clock.now(),
      settledBy: caller.id,
      settledNote: ended.note,
      version: sql`${tasks.version} + 1`,
    })
    .where(
      and(
        ofDisposal(ended.disposalId),
        isOpen,
        ended.kinds && inArray(tasks.kind, [...ended.kinds]),
        ended.taskIds && inArray(tasks.id, ended.taskIds),
      ),
    );
}

/** Stamps or moves all open tasks of a disposal. */
export async function changeDisposalTasks(
  tx: Tx,
  disposalId: string,
  change: { dueAt?: Date; remindedAt?: Date; escalatedAt?: Date },
): Promise<void> {
  await tx
    .update(tasks)
    .set({ ...change, version: sql`${tasks.version} + 1` })
    .where(and(ofDisposal(disposalId), isOpen));
}

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

const ofDisposal = (disposalId: string) => and(eq(tasks.subjectKind, 'disposal'), eq(tasks.subjectId, disposalId));
const isOpen = inArray(tasks.state, ['open', 'claimed']);

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
