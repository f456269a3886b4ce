import { setTimeout as sleep } from 'node:timers/promises';
import { propagation, ROOT_CONTEXT, context as tracing } from '@opentelemetry/api';
import { type Client, WorkflowExecutionAlreadyStartedError } from '@temporalio/client';
import type { Logger } from 'pino';
import { type ClaimedStart, claimProcessStarts } from '#operations/claim-process-starts.ts';
import type { OperationContext } from '#operations/context.ts';
import { type FailedStart, recordProcessStarts } from '#operations/record-process-starts.ts';
import { startOptions } from '#workflows/process-start.messages.ts';
import { inParallel } from './in-parallel.ts';
import { isAway } from './is-away.ts';
import type { WorkerMetrics } from './metrics.ts';
import { ringable } from './ringable.ts';

export type RelaySettings = {
  operations: Pick<OperationContext, 'db' | 'clock'>;
  client: Client;
  log: Logger;
  metrics: WorkerMetrics;
  pollMilliseconds?: number;
};

export type Relay = {
  /** There may be something to do: look now. */
  ring(): void;
  stop(): Promise<void>;
};

const batch = 100;
const starters = 20;
/** Above the time a batch takes, since rows whose lease is over are started by others as well (and found started). */
const leaseMilliseconds = 15_000;
const startMilliseconds = 5_000;
const longestPause = 5_000;

/**
 * Starts the processes that committed facts call for: at least once, under ids that make the second start nothing. Any
 * number of relays may run; what one has claimed the others skip. Engine or database away: it waits, and catches up.
 */
export function startRelay({ operations, client, log, metrics, pollMilliseconds = 1_000 }: RelaySettings): Relay {
  const bell = ringable();
  let stopping = false;

  const startOne = async (row: ClaimedStart): Promise<void> => {
    const parent = row.traceparent ? propagation.extract(ROOT_CONTEXT, { traceparent: row.traceparent }) : ROOT_CONTEXT;
    const options = startOptions(row);
    try {
      await tracing.with(parent, () =>
        client.withDeadline(Date.now() + startMilliseconds, () =>
          client.workflow.start(row.workflowType, { ...options, workflowIdReusePolicy: 'REJECT_DUPLICATE' }),
        ),
      );
    } catch (error) {
      if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
    }
    metrics.started(row.workflowType, operations.clock.now().getTime() - row.createdAt.getTime());
  };

  /** Tells whether there may be more to do at once. */
  const round = async (): Promise<boolean> => {
    const rows = await claimProcessStarts(operations, { limit: batch, leaseMilliseconds });
    if (rows.length === 0) return false;
    const started: bigint[] = [];
    const failed: FailedStart[] = [];
    let away: unknown;
    await inParallel(starters, rows, async (row) => {
      try {
        if (away) throw away;
        await startOne(row);
        started.push(row.id);
      } catch (error) {
        if (isAway(error)) away = error;
        else log.error({ err: error, workflowId: row.workflowId, attempts: row.attempts }, 'A process did not start');
        metrics.startFailed(row.workflowType);
        failed.push({ id: row.id, attempts: row.attempts, error: String(error) });
      }
    });
    await recordProcessStarts(operations, { started, failed });
    if (away) throw away;
    return rows.length === batch;
  };

  const run = async (): Promise<void> => {
    let pause = 0;
    while (!stopping) {
      try {
        // While the engine is away nothing is claimed, so that what waits is due the moment it is back.
        if (pause > 0) await client.withDeadline(Date.now() + 2_000, () => client.workflowService.getSystemInfo({}));
        const more = await round();
        if (pause > 0) log.info('Processes are being started again');
        pause = 0;
        if (!more) await bell.wait(pollMilliseconds);
      } catch (error) {
        if (pause === 0) log.warn({ err: error }, 'Processes cannot be started now; they wait in the outbox');
        pause = Math.min(longestPause, pause * 2 || 250);
        if (!stopping) await Promise.race([sleep(pause), bell.stopped]);
      }
    }
  };

  const running = run();
  return {
    ring: bell.ring,
    stop: async () => {
      stopping = true;
      bell.stop();
      await running;
    },
  };
}
