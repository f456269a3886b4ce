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
  /** How many cases, and how many runs, are looked at each time. */
  perRound?: number;
};

const atOnce = 10;
const shownState = { name: 'HoldfastState', type: 'KEYWORD' } as const;
const gone = ['TERMINATED', 'FAILED', 'TIMED_OUT', 'CANCELLED', 'COMPLETED'];

/**
 * Holds the table of reviews against the engine, a bounded part each round: no open case without a running workflow, nor the
 * reverse. What the engine has forgotten is started again from the table; what somebody ended there raises an exception,
 * because that was a person's doing; a run that shows another state than the table, because its case is over or the engine
 * came back from a backup, is told what the table says.
 */
export function startReconciliation(settings: ReconciliationSettings): { stop(): Promise<void> } {
  const { operations, client, log, metrics, everyMilliseconds = 60_000, graceMilliseconds = 60_000 } = settings;
  const { perRound = 200 } = settings;
  const bell = ringable();
  let stopping = false;
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

  const tell = async ({ workflowId, standing }: ReviewInEngine): Promise<void> => {
    const { reviewId, state } = standing;
    log.warn({ workflowId, reviewId, state }, 'A workflow is not where its review stands: it is told so');
    await client.workflow.getHandle(workflowId).signal(standingSignal, standing);
  };

  /** What fails about one review keeps none of the others waiting. */
  const each = (reviews: readonly ReviewInEngine[], doOne: (review: ReviewInEngine) => Promise<void>) =>
    inParallel(atOnce, reviews, (review) =>
      doOne(review).catch((error: unknown) => {
        log.warn({ err: error, workflowId: review.workflowId }, 'A review could not be held against the engine');
      }),
    );

  const lookAt = async (review: ReviewInEngine): Promise<void> => {
    const { workflowId, input, standing } = review;
    const { reviewId } = standing;
    const { name, closedAt, shown } = await statusOf(workflowId);
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
    } else if (shown !== undefined && shown !== standing.state) await tell(review);
  };

  const lookForOpenCases = async (before: Date): Promise<void> => {
    const reviews = await reviewsInEngine(operations.db, { startedBefore: before, after, limit: perRound });
    after = reviews.length === perRound ? (reviews.at(-1)?.standing.reviewId ?? null) : null;
    await each(reviews, lookAt);
  };

  /** The next running workflows, from where the last round stopped; from the first one again after the last. */
  const nextRuns = async (): Promise<string[]> => {
    const query = `WorkflowType = '${quarantineReviewProcess.workflowType}' AND ExecutionStatus = 'Running'`;
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
    await each(await reviewsOverBefore(operations.db, await nextRuns(), before), tell);
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
