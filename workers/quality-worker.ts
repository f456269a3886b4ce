import { NativeConnection, type NativeConnectionOptions, Worker, type WorkerPlugin } from '@temporalio/worker';
import type { Logger } from 'pino';
import { ringable } from './ringable.ts';

export type QualityWorkerSettings = {
  connection: NativeConnectionOptions;
  namespace: string;
  taskQueue: string;
  /** Left out where only steps are worked. */
  workflowBundle?: { codePath: string };
  activities: object;
  /** Steps at once; together they stay below the connections of the pool. */
  slots: { activities: number; localActivities: number };
  plugins: WorkerPlugin[];
  log: Logger;
};

/** Above the longest step (a local activity's ten seconds), so that a stop interrupts none. */
const shutdownGraceTime = '15 seconds';
const shutdownForceTime = '20 seconds';
const longestPause = 10_000;
/** How long a workflow waits for the worker that has it in memory before any other may take it: after a kill, no longer. */
const stickyQueueScheduleToStartTimeout = '3 seconds';

/**
 * Works a queue until stopped. With the engine away at the start, or lost for good later, it says so and keeps
 * trying; `ready` resolves when it first polls.
 */
export function runQualityWorker(settings: QualityWorkerSettings): { ready: Promise<void>; stop(): Promise<void> } {
  const { connection: options, slots, log, ...common } = settings;
  const bell = ringable();
  const ready = Promise.withResolvers<void>();
  let stopping = false;
  let worker: Worker | undefined;

  const workOnce = async (): Promise<void> => {
    const connection = await NativeConnection.connect(options);
    try {
      worker = await Worker.create({
        ...common,
        connection,
        shutdownGraceTime,
        shutdownForceTime,
        stickyQueueScheduleToStartTimeout,
        maxConcurrentActivityTaskExecutions: slots.activities,
        maxConcurrentLocalActivityExecutions: slots.localActivities,
      });
      const running = worker.run();
      if (stopping) worker.shutdown();
      log.info({ taskQueue: common.taskQueue, slots }, 'A queue is being worked');
      ready.resolve();
      await running;
    } finally {
      worker = undefined;
      await connection.close();
    }
  };

  const run = async (): Promise<void> => {
    let pause = 250;
    while (!stopping) {
      try {
        await workOnce();
        pause = 250;
      } catch (error) {
        if (stopping) return;
        log.warn({ err: error, retryMilliseconds: pause }, 'The engine is away; this worker keeps trying');
        await bell.wait(pause);
        pause = Math.min(longestPause, pause * 2);
      }
    }
  };

  const running = run();
  return {
    ready: ready.promise,
    stop: async () => {
      stopping = true;
      bell.stop();
      if (worker?.getState() === 'RUNNING') worker.shutdown();
      await running;
    },
  };
}
