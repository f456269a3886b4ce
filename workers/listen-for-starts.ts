import type { Logger } from 'pino';
import { type Listening, listen } from '#db/listen.ts';
import type { WorkerMetrics } from './metrics.ts';
import { ringable } from './ringable.ts';

/** How long until a channel that could not be heard is tried again; the relay polls meanwhile. */
const retryMilliseconds = 2_000;

/** Has the database ring the relay whenever a process is committed, and opens its connection again when it is lost. */
export function listenForStarts(
  databaseUrl: string,
  { ring, log, metrics }: { ring: () => void; log: Logger; metrics: WorkerMetrics },
): { stop(): Promise<void> } {
  const bell = ringable();
  let stopping = false;

  const hearUntilLost = async (): Promise<void> => {
    let gone = false;
    let wake = () => {};
    const ended = new Promise<void>((resolve) => {
      wake = resolve;
    });
    const listening: Listening = await listen(databaseUrl, 'holdfast_outbox', {
      woken: ring,
      lost: () => {
        gone = true;
        wake();
      },
    });
    metrics.listening(true);
    // What was committed before the channel was heard.
    ring();
    await Promise.race([ended, bell.stopped]);
    metrics.listening(false);
    await listening.close();
    if (gone) log.warn('The database does not wake the relay any more; it polls until it does');
  };

  const run = async (): Promise<void> => {
    while (!stopping) {
      try {
        await hearUntilLost();
      } catch (error) {
        log.warn({ err: error }, 'The database does not wake the relay; it polls');
      }
      if (!stopping) await bell.wait(retryMilliseconds);
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
