import { eq } from 'drizzle-orm';
import type { Tx } from '#db/connect.ts';
import { lots, type releaseApprovals, sites } from '#db/schema/index.ts';
import { type TaskKind, taskRouting } from '#domain/tasks.ts';
import { changeCaseTasks, endCaseTasks, type OpenTask, openCaseTasks, type TaskSubject } from './case-tasks.ts';
import type { Actor, OperationContext } from './context.ts';
import { writeTasks } from './write-task.ts';

type Row = typeof releaseApprovals.$inferSelect;

const asking = ['record_release_results', 'approve_release', 'approve_release_as_manager'] as const;

/** What a release asks its people for now, or nothing: it is over. */
function askedNow(row: Row, approvalsGiven: number): (typeof asking)[number] | null {
  if (row.state === 'released_urgently') return 'record_release_results';
  if (row.state !== 'open') return null;
  if (row.outcome !== 'pass') return 'record_release_results';
  return row.approvalsInOrder && approvalsGiven > 0 ? 'approve_release_as_manager' : 'approve_release';
}

/**
 * Has the inbox ask for what a release waits for: the task for it, once, and none for what is done. Each approval is a task
 * of its own, so that whoever gave the first is not asked again.
 */
export async function askForNextStep(
  tx: Tx,
  context: OperationContext,
  actor: Pick<Actor, 'caller'>,
  row: Row,
  { approvalsGiven, note, afresh = false }: { approvalsGiven: number; note: string; afresh?: boolean },
): Promise<void> {
  const wanted = askedNow(row, approvalsGiven);
  const open = await openReleaseTasks(tx, row.id);
  const left = open.filter(({ kind }) => (wanted === null ? true : isAsking(kind) && (kind !== wanted || afresh)));
  await endReleaseTasks(tx, context, actor, { releaseId: row.id, taskIds: left.map(({ id }) => id), note });
  if (wanted === null || open.some((task) => task.kind === wanted && !left.includes(task))) return;
  const { title, detail } = await wordsFor(tx, row, wanted, approvalsGiven);
  await addReleaseTask(tx, context, row, { kind: wanted, title, detail });
}

const isAsking = (kind: TaskKind): boolean => asking.some((one) => one === kind);

async function wordsFor(tx: Tx, row: Row, kind: (typeof asking)[number], approvalsGiven: number) {
  const about = await subjectOfRelease(tx, row);
  if (kind === 'record_release_results')
    return {
      title: `Inspect ${about}${row.state === 'released_urgently' ? ': released before its results' : ''}`,
      detail:
        row.samples === null
          ? `${row.number} waits for an inspection of it`
          : `${row.number}: ${row.samples.samples} samples, ${row.samples.accept} nonconforming at most`,
    };
  const which = row.approvalsNeeded > 1 ? ` (${approvalsGiven + 1} of ${row.approvalsNeeded})` : '';
  return row.limitId === null
    ? { title: `Approve the release of ${about}${which}`, detail: `${row.number}: its results are in` }
    : {
        title: `Approve other conditions for ${about}${which}`,
        detail: `${row.number}: what was released allows less`,
      };
}

/** Lot and place as a task's title names them. */
export async function subjectOfRelease(tx: Tx, { lotId, siteId }: Pick<Row, 'lotId' | 'siteId'>): Promise<string> {
  const [lot] = await tx.select({ code: lots.code }).from(lots).where(eq(lots.id, lotId));
  const [site] = await tx.select({ code: sites.code }).from(sites).where(eq(sites.id, siteId));
  return `${lot?.code} at ${site?.code}`;
}

export async function addReleaseTask(
  tx: Tx,
  context: OperationContext,
  row: Row,
  task: { kind: TaskKind; title: string; detail: string; dueAt?: Date },
): Promise<void> {
  await writeTasks(tx, context, [
    {
      dueAt: row.dueAt,
      ...task,
      team: taskRouting[task.kind].team,
      subjectKind: 'release_approval',
      subjectId: row.id,
      lotId: row.lotId,
      siteId: row.siteId,
      entityId: row.ownerId,
      workflowId: row.workflowId,
    },
  ]);
}

const ofRelease = (id: string): TaskSubject => ({ kind: 'release_approval', id });

export const openReleaseTasks = (tx: Tx, releaseId: string): Promise<OpenTask[]> =>
  openCaseTasks(tx, ofRelease(releaseId));

/** Settles the tasks given. */
export const endReleaseTasks = (
  tx: Tx,
  context: OperationContext,
  actor: Pick<Actor, 'caller'>,
  { releaseId, ...ended }: { releaseId: string; taskIds: string[]; note: string },
): Promise<void> => endCaseTasks(tx, context, actor, ofRelease(releaseId), { ...ended, as: 'settled' });

export const changeReleaseTasks = (tx: Tx, releaseId: string, change: Parameters<typeof changeCaseTasks>[2]) =>
  changeCaseTasks(tx, ofRelease(releaseId), change);
