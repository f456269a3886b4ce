import { type Client, ScheduleAlreadyRunning, ScheduleOverlapPolicy } from '@temporalio/client';
import type { Logger } from 'pino';
import { ringable } from './ringable.ts';

export type ScheduleSettings = {
  client: Client;
  log: Logger;
  /** The workflow that it starts, and the name by which it is found again. */
  workflowType: string;
  scheduleId: string;
  taskQueue: string;
  everySeconds: number;
  retryMilliseconds?: number;
  /** How often it is looked whether the engine still has it: one that lost its data has none. */
  againMilliseconds?: number;
};

/**
 * Sees to it that the engine has a schedule, with this interval; of many workers the first makes it. One that somebody paused
 * stays paused. With the engine away it keeps trying; to one that lost its data it is given anew.
 */
export function keepSchedule(settings: ScheduleSettings): { ready: Promise<void>; stop(): Promise<void> } {
  const { log, scheduleId, everySeconds, retryMilliseconds = 5_000, againMilliseconds = 60_000 } = settings;
  const bell = ringable();
  let stopping = false;
  let made = () => {};
  const ready = new Promise<void>((resolve) => {
    made = resolve;
  });

  const run = async (): Promise<void> => {
    while (!stopping) {
      try {
        if (await ensureSchedule(settings)) log.info({ scheduleId, everySeconds }, 'The engine keeps this schedule');
        made();
        await bell.wait(againMilliseconds);
      } catch (error) {
        log.warn({ err: error, scheduleId }, 'A schedule could not be made; tried again');
        await bell.wait(retryMilliseconds);
      }
    }
    made();
  };

  const running = run();
  return {
    ready,
    stop: async () => {
      stopping = true;
      bell.stop();
      await running;
    },
  };
}

/** Tells whether anything had to be done. */
async function ensureSchedule(settings: ScheduleSettings): Promise<boolean> {
  const { client, workflowType, scheduleId, taskQueue, everySeconds } = settings;
  const every = everySeconds * 1_000;
  const definition = {
    spec: { intervals: [{ every }] },
    // Named after the schedule; the engine adds the instant.
    action: {
      type: 'startWorkflow' as const,
      workflowType,
      workflowId: scheduleId,
      taskQueue,
      workflowTaskTimeout: '5 seconds' as const,
    },
    // A run that waits for the database does what the next one would have done. Runs missed in an outage are not made up for.
    policies: { overlap: ScheduleOverlapPolicy.SKIP, catchupWindow: '1 minute' as const },
  };
  try {
    await client.schedule.create({ ...definition, scheduleId });
    return true;
  } catch (error) {
    if (!(error instanceof ScheduleAlreadyRunning)) throw error;
    const handle = client.schedule.getHandle(scheduleId);
    const { spec, action } = await handle.describe();
    const same = spec.intervals?.[0]?.every === every && action.taskQueue === taskQueue;
    if (!same) await handle.update(({ state }) => ({ ...definition, state }));
    return !same;
  }
}
