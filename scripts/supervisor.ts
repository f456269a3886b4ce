import { setTimeout as sleep } from 'node:timers/promises';
import type { ChildProcess } from './child-process.ts';
import type { Log } from './progress.ts';

export type Supervised<Process extends ChildProcess = ChildProcess> = {
  current(): Process;
  /** Stops it and starts it anew, at once. */
  restart(): Promise<void>;
  /** Calls back each time it has been started again. */
  onRestart(listener: () => void | Promise<void>): void;
  /** Stops it for good. May be called twice. */
  stop(): Promise<void>;
};

const firstPause = 200;
const longestPause = 10_000;
const steadyAfter = 30_000;

/**
 * Starts a program and starts it again whenever it ends, pausing longer each time until it has held for half a minute.
 * The first start, with its wait until the program is ready, may throw: then something is wrong that starting again does
 * not cure.
 */
export async function supervise<Process extends ChildProcess>(
  start: () => Promise<Process>,
  log: Log,
  ready: (child: Process) => Promise<void> = async () => {},
): Promise<Supervised<Process>> {
  const listeners: (() => void | Promise<void>)[] = [];
  let child = await start();
  await ready(child);
  let stopping = false;
  const ending = new AbortController();
  let asked = false;
  let pause = firstPause;

  const watch = async () => {
    for (let since = Date.now(); ; since = Date.now()) {
      const code = await child.exited;
      if (stopping) return;
      if (!asked) {
        if (Date.now() - since > steadyAfter) pause = firstPause;
        log(`${child.name} ended (exit ${code}); starting it again in ${pause / 1000} s.`);
        await sleep(pause, undefined, { signal: ending.signal }).catch(() => {});
        pause = Math.min(pause * 2, longestPause);
      }
      asked = false;
      if (stopping) return;
      try {
        child = await start();
        if (stopping) return await child.stop();
        log(`${child.name} runs again.`);
        for (const listener of listeners) await listener();
      } catch (error) {
        log(`${child.name} did not start: ${error instanceof Error ? error.message : error}`);
      }
    }
  };
  const watching = watch();

  return {
    current: () => child,
    onRestart: (listener) => void listeners.push(listener),
    restart: async () => {
      asked = true;
      await child.stop();
    },
    stop: async () => {
      stopping = true;
      ending.abort();
      await child.stop();
      await Promise.race([watching, sleep(5_000)]); // a start under way ends with this process
    },
  };
}
