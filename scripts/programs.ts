import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { type Environment, environmentWith } from '#config';
import { type ChildProcess, lastWords, startChild } from './child-process.ts';
import type { Log } from './progress.ts';
import { StartProblem } from './start-problem.ts';
import { type Supervised, supervise } from './supervisor.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

type Program = { name: string; script: string; home: string; settings: Environment; log: Log };

/** Starts one of our own programs as a process of its own, and starts it again when it ends. Its log lies in the data folder. */
export async function runProgram(program: Program, ready: (child: ChildProcess) => Promise<void>): Promise<Supervised> {
  const { name, script, home, settings, log } = program;
  const logFile = join(home, `${name.toLowerCase().replaceAll(' ', '-')}.log`);
  const start = () =>
    startChild({
      name,
      command: process.execPath,
      args: ['--disable-warning=ExperimentalWarning', join(root, script)],
      cwd: root,
      env: environmentWith(settings),
      graceMs: 40_000, // above the longest step of a worker, which may finish
      logFile,
    });
  return supervise(start, log, async (child) => {
    await ready(child);
    if (child.hasExited()) throw new StartProblem(`${name} did not start: ${lastWords(logFile)} (see ${logFile}).`);
  });
}

/** Starts the API on a port and returns when it is ready to answer. */
export async function runApi(port: number, program: Omit<Program, 'name' | 'script'>): Promise<Supervised> {
  return runProgram({ ...program, name: 'API', script: 'api/main.ts' }, async (child) => {
    while (!child.hasExited() && !(await isReady(port))) await sleep(100);
  });
}

/** Starts a worker and gives it a moment to fail. */
export async function runWorker(name: string, program: Omit<Program, 'name' | 'script'>): Promise<Supervised> {
  return runProgram({ ...program, name, script: 'workers/main.ts' }, async (child) => {
    await Promise.race([child.exited, sleep(1_000)]);
  });
}

const isReady = (port: number) =>
  fetch(`http://127.0.0.1:${port}/readyz`).then(
    (response) => response.ok,
    () => false,
  );
