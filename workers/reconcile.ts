import { type Client, WorkflowNotFoundError } from '@temporalio/client';
import type { Logger } from 'pino';
import { type ReviewInEngine, reviewsInEngine, reviewsOverBefore } from '#db/queries/reviews-in-engine.ts';
import { quarantineReviewProcess } from '#domain/processes.ts';
import { follow, openedReview } from '#domain/review-progress.ts';
import { type OperationContext, systemCaller } from '#operations/context.ts';
import { raiseExceptionTask } from '#operations/raise-exception-task.ts';
import { requeueProcessStart } from '#operations/requeue-process-start.ts';
import { standingSignal } from '#workflows/quarantine-review.messages.ts';
import { inParallel } from './in-parallel.ts';
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
};

const atOnce = 10;
const perRound = 200;
const gone = ['TERMINATED', 'FAILED', 'TIMED_OUT', 'CANCELLED', 'COMPLETED'];

/**
 * Holds the table of reviews against the engine, a bounded part each round: no open case without a running workflow, nor the
 * reverse. What the engine has forgotten is started again from the table; what somebody ended there raises an exception,
 * because that was a person's doing; a run whose case is over is told so.
 */
export function startReconciliation(settings: ReconciliationSettings): { stop(): Promise<void> } {
  const { operations, client, log, metrics, everyMilliseconds = 60_000, graceMilliseconds = 60_000 } = settings;
  const bell = ringable();
  let stopping = false;
  let after: string | null = null;

  const statusOf = async (workflowId: string) => {
    try {
      const description = await client.workflow.getHandle(workflowId).describe();
      return { name: description.status.name, closedAt: description.closeTime };
    } catch (error) {
      if (error instanceof WorkflowNotFoundError) return { name: 'FORGOTTEN' as const, closedAt: undefined };
      throw error;
    }
  };

  const lookAt = async ({ workflowId, input, standing }: ReviewInEngine): Promise<void> => {
    const { reviewId } = standing;
    const { name, closedAt } = await statusOf(workflowId);
    if (name === 'FORGOTTEN') {
      const opened = openedReview(input.remindAt, input.escalateAt);
      const progress = follow(opened, standing, operations.clock.now().toISOString());
      await requeueProcessStart(operations, { workflowId, input: { ...input, progress } });
      log.warn({ workflowId, reviewId }, 'The engine knows nothing of an open review: it is started again');
      metrics.lost('requeued');
    } else if (gone.includes(name)) {
      const message = `The workflow of this review is ${name.toLowerCase()} in the engine. The hold stays; the next step that somebody takes starts it again`;
      await raiseExceptionTask(operations, {
        commandId: `review:${reviewId}:exception:ended-${closedAt?.toISOString() ?? name}`,
        caller: systemCaller,
        cause: { workflowId },
        input: { reviewId, problem: { message } },
      });
      log.error({ workflowId, reviewId, status: name }, 'An open review has no running workflow');
      metrics.lost('reported');
    }
  };

  const lookForOpenCases = async (before: Date): Promise<void> => {
    const reviews = await reviewsInEngine(operations.db, { startedBefore: before, after, limit: perRound });
    after = reviews.length === perRound ? (reviews.at(-1)?.standing.reviewId ?? null) : null;
    await inParallel(atOnce, reviews, lookAt);
  };

  const lookForLeftOverRuns = async (before: Date): Promise<void> => {
    const workflowIds: string[] = [];
    const query = `WorkflowType = '${quarantineReviewProcess.workflowType}' AND ExecutionStatus = 'Running'`;
    for await (const { workflowId } of client.workflow.list({ query, pageSize: perRound })) {
      workflowIds.push(workflowId);
      if (workflowIds.length === perRound) break;
    }
    const over = await reviewsOverBefore(operations.db, workflowIds, before);
    await inParallel(atOnce, over, async ({ workflowId, standing }) => {
      log.warn(
        { workflowId, reviewId: standing.reviewId },
        'A workflow runs although its review is over: it is told so',
      );
      await client.workflow.getHandle(workflowId).signal(standingSignal, standing);
    });
  };

  const run = async (): Promise<void> => {
    while (!stopping) {
      await bell.wait(everyMilliseconds);
      if (stopping) return;
      try {
        const before = new Date(operations.clock.now().getTime() - graceMilliseconds);
        await lookForOpenCases(before);
        await lookForLeftOverRuns(before);
      } catch (error) {
        log.warn({ err: error }, 'The reviews could not be held against the engine; tried again next time');
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
