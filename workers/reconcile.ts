import { type Client, WorkflowNotFoundError } from '@temporalio/client';
import type { Logger } from 'pino';
import type { OperationContext } from '#operations/context.ts';
import { requeueProcessStart } from '#operations/requeue-process-start.ts';
import { inParallel } from './in-parallel.ts';
import type { KeptCase, KeptProcess } from './kept-case.ts';
import { keptProcesses } from './kept-processes.ts';
import type { WorkerMetrics } from './metrics.ts';
import { ringable } from './ringable.ts';

export type ReconciliationSettings = {
  operations: OperationContext;
  client: Client;
  log: Logger;
  metrics: WorkerMetrics;
  everyMilliseconds?: number;
  /** How long table and engine may differ because a step is on its way. */
  graceMilliseconds?: number;
  /** How many cases, and how many runs, of each process are looked at each time. */
  perRound?: number;
};

const atOnce = 10;
const shownState = { name: 'HoldfastState', type: 'KEYWORD' } as const;
const gone = ['TERMINATED', 'FAILED', 'TIMED_OUT', 'CANCELLED', 'COMPLETED'];

/**
 * Holds the tables of cases against the engine, a bounded part each round: no open case without a running workflow, nor the
 * reverse. What the engine has forgotten is started again from the table; what somebody ended there raises an exception,
 * because that was a person's doing; a run that shows another state than the table, because a fact moved its case on or the
 * engine came back from a backup, is told what the table says.
 */
export function startReconciliation(settings: ReconciliationSettings): { stop(): Promise<void> } {
  const { operations, log, everyMilliseconds = 60_000, graceMilliseconds = 60_000 } = settings;
  const bell = ringable();
  let stopping = false;
  const kept = keptProcesses.map((process) => reconciled(settings, process));

  const run = async (): Promise<void> => {
    while (!stopping) {
      await bell.wait(everyMilliseconds);
      if (stopping) return;
      const before = new Date(operations.clock.now().getTime() - graceMilliseconds);
      for (const { workflowType, lookForOpenCases, lookForLeftOverRuns } of kept) {
        try {
          await lookForOpenCases(before);
          await lookForLeftOverRuns(before);
        } catch (error) {
          log.warn(
            { err: error, workflowType },
            'Its cases could not be held against the engine; tried again next time',
          );
        }
      }
    }
  };

  const running = run();
  return {
    stop: async () => {
      stopping = true;
      bell.stop();
      await running;
    },
  };
}

const isElsewhere = ({ state }: KeptCase, shown: unknown): boolean =>
  shown !== undefined && state !== null && shown !== state;

/** The two looks at one process, each going on where its last round stopped. */
function reconciled(settings: ReconciliationSettings, process: KeptProcess) {
  const { operations, client, log, metrics, perRound = 200 } = settings;
  const { workflowType } = process;
  let after: string | null = null;
  let runs: AsyncIterator<{ workflowId: string }> | undefined;

  const statusOf = async (workflowId: string) => {
    try {
      const description = await client.workflow.getHandle(workflowId).describe();
      const shown = description.typedSearchAttributes.get(shownState);
      return { name: description.status.name, closedAt: description.closeTime, shown };
    } catch (error) {
      if (error instanceof WorkflowNotFoundError) return { name: 'FORGOTTEN' as const };
      throw error;
    }
  };

  const tell = async ({ workflowId, caseId, state, tell: told }: KeptCase): Promise<void> => {
    log.warn({ workflowId, caseId, state }, 'A workflow is not where its case stands: it is told so');
    await told(client.workflow.getHandle(workflowId));
  };

  /** What fails about one case keeps none of the others waiting. */
  const each = (cases: readonly KeptCase[], doOne: (one: KeptCase) => Promise<void>) =>
    inParallel(atOnce, cases, (one) =>
      doOne(one).catch((error: unknown) => {
        log.warn({ err: error, workflowId: one.workflowId }, 'A case could not be held against the engine');
      }),
    );

  const lookAt = async (one: KeptCase): Promise<void> => {
    const { workflowId, caseId } = one;
    const { name, closedAt, shown } = await statusOf(workflowId);
    if (name === 'FORGOTTEN') {
      const input = one.anew(operations.clock.now().toISOString());
      await requeueProcessStart(operations, { workflowId, input });
      log.warn({ workflowId, caseId }, 'The engine knows nothing of an open case: it is started again');
      metrics.lost('requeued');
    } else if (gone.includes(name)) {
      await one.report(operations, { status: name.toLowerCase(), at: closedAt?.toISOString() ?? name });
      log.error({ workflowId, caseId, status: name }, 'An open case has no running workflow');
      metrics.lost('reported');
    } else if (isElsewhere(one, shown)) await tell(one);
  };

  /** One that shows the end of its case knows it, and is finishing what follows. */
  const endOne = async (one: KeptCase): Promise<void> => {
    const { shown } = await statusOf(one.workflowId);
    if (shown === undefined || isElsewhere(one, shown)) await tell(one);
  };

  const lookForOpenCases = async (before: Date): Promise<void> => {
    const cases = await process.open(operations, { startedBefore: before, after, limit: perRound });
    after = cases.length === perRound ? (cases.at(-1)?.caseId ?? null) : null;
    await each(cases, lookAt);
  };

  /** The next running workflows, from where the last round stopped; from the first one again after the last. */
  const nextRuns = async (): Promise<string[]> => {
    const query = `WorkflowType = '${workflowType}' AND ExecutionStatus = 'Running'`;
    const going = runs ?? client.workflow.list({ query, pageSize: perRound })[Symbol.asyncIterator]();
    const workflowIds: string[] = [];
    runs = undefined; // a listing that breaks off is begun anew
    while (workflowIds.length < perRound) {
      const { value, done } = await going.next();
      if (done) return workflowIds;
      workflowIds.push(value.workflowId);
    }
    runs = going;
    return workflowIds;
  };

  const lookForLeftOverRuns = async (before: Date): Promise<void> => {
    if (process.overBefore) await each(await process.overBefore(operations, await nextRuns(), before), endOne);
  };

  return { workflowType, lookForOpenCases, lookForLeftOverRuns };
}
