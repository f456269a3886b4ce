import { readStartConfig, type StartConfig } from '#config';
import { openDataFolder } from './data-folder.ts';
import { greet } from './greeting.ts';
import type { Log } from './progress.ts';
import { removeRun } from './run-file.ts';
import { startEverything, type WhatToStart } from './start-everything.ts';
import { remedyFor } from './start-problem.ts';
import type { Supervised } from './supervisor.ts';
import { untilAskedToStop } from './until-asked-to-stop.ts';

const log: Log = (line) => console.log(line);

/** Starts everything, says where it is, and stops it in the opposite order when asked. Ends the process. */
export async function runUntilStopped(what: WhatToStart, adjust = (config: StartConfig) => config): Promise<never> {
  const running: Supervised[] = [];
  try {
    const begun = Date.now();
    const asked = untilAskedToStop();
    const config = adjust(readStartConfig());
    const folder = openDataFolder(config.home);
    const started = await Promise.race([startEverything(config, what, running, log), asked]);
    if (started) {
      const { story, adminUsername, home } = config;
      log(greet({ ...started, story, adminUsername, home, tookMs: Date.now() - begun }));
      await asked;
    }
    await stopAll(running);
    removeRun(config.home);
    folder.release();
    process.exit(started ? 0 : 130);
  } catch (error) {
    console.error(remedyFor(error) ?? error);
    await stopAll(running);
    process.exit(1);
  }
}

async function stopAll(running: Supervised[]): Promise<void> {
  const names = running.map((one) => one.current().name).reverse();
  if (names.length > 0) log(`Stopping ${names.join(', ')} …`);
  while (running.length > 0) await running.pop()?.stop();
  if (names.length > 0) log('Stopped; nothing is left running.');
}
