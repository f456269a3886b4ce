import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ChildProcess } from './child-process.ts';
import { commandOf, isAlive } from './orphans.ts';
import type { Log } from './progress.ts';
import { StartProblem } from './start-problem.ts';

/** What runs on a data folder now, for people and for the next start: `run.json`. */
export type Run = { url?: string; processes: Record<string, { pid: number; command: string }> };

const pathOf = (home: string) => join(home, 'run.json');

/** What the file says; nothing when there is none. */
export function readRun(home: string): Run {
  const path = pathOf(home);
  return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as Run) : { processes: {} }; // written below
}

/** Writes down what runs. */
export function writeRun(home: string, url: string, children: readonly ChildProcess[]): void {
  const processes = Object.fromEntries(children.map(({ name, pid, command }) => [name, { pid, command }]));
  writeFileSync(`${pathOf(home)}.part`, `${JSON.stringify({ url, processes }, null, 2)}\n`);
  renameSync(`${pathOf(home)}.part`, pathOf(home));
}

export const removeRun = (home: string) => rmSync(pathOf(home), { force: true });

/** Ends what an earlier start left: its reapers are at it after `kill -9`, unless they were killed too. */
export async function endLeftovers(home: string, log: Log): Promise<void> {
  // The last started first: PostgreSQL waits for those that use it.
  const left = Object.entries(readRun(home).processes)
    .filter(([, { pid, command }]) => lives(pid, command))
    .reverse();
  if (left.length > 0) log(`Ending what the last start left running: ${left.map(([name]) => name).join(', ')} …`);
  for (const [name, { pid, command }] of left) {
    if (lives(pid, command)) process.kill(pid, 'SIGTERM');
    for (let waited = 0; waited < 20_000 && lives(pid, command); waited += 50) await sleep(50);
    if (lives(pid, command)) process.kill(pid, 'SIGKILL');
    for (let waited = 0; waited < 5_000 && lives(pid, command); waited += 50) await sleep(50);
    if (lives(pid, command))
      throw new StartProblem(`${name} of the last start (process ${pid}) does not end; end it and start again.`);
  }
  removeRun(home);
}

/** Ids come again, so a process is the one meant only when it still is the same command. */
const lives = (pid: number, command: string) => isAlive(pid) && commandOf(pid).trim() === command.trim();
