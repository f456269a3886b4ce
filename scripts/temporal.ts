import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Connection } from '@temporalio/client';
import { searchAttributes } from '#domain/search-attributes.ts';
import { type ChildProcess, lastWords, startChild } from './child-process.ts';
import { freePort } from './ports.ts';
import type { Log } from './progress.ts';
import { StartProblem } from './start-problem.ts';
import { prepareNamespace } from './temporal-namespace.ts';

export type RunningTemporal = ChildProcess & { address: string; port: number; uiPort: number; uiUrl: string };

export type StartTemporal = {
  /** The program, as `findTemporal` found it. */
  program: string;
  /** Holds the log, and the database unless it is to live in memory. */
  dataFolder: string;
  inMemory?: boolean;
  /** After how many events of its history a workflow is told to go on in a new run; 4,096 unless set. */
  newRunAfterEvents?: number;
  namespace?: string;
  /** Used when they are free; others otherwise. */
  port?: number | undefined;
  uiPort?: number | undefined;
  log: Log;
};

/**
 * Without these, each step of a workflow waits for a 50 ms tick and every timer below a second fires at 990 ms:
 * they took a workflow of three activities from 351 to 60 ms.
 */
const promptness = [
  'history.transferProcessorMaxPollRPS=1000',
  'history.timerProcessorMaxPollRPS=1000',
  'history.timerProcessorMaxTimeShift="1ms"',
];

const historyLimit = (events: number | undefined): string[] =>
  events === undefined ? [] : [`limit.historyCount.suggestContinueAsNew=${events}`];

/** Starts a development server on the loopback address alone and returns when its namespace is ready for workers. */
export async function startTemporal(options: StartTemporal): Promise<RunningTemporal> {
  const { program, dataFolder, inMemory = false, newRunAfterEvents, namespace = 'default', log } = options;
  mkdirSync(dataFolder, { recursive: true, mode: 0o700 });
  // It would share a taken port's probe with the stranger there, and a file with another server, without a word.
  const port = await freePort(options.port);
  const uiPort = await freePort(options.uiPort);
  const logFile = join(dataFolder, 'temporal.log');
  const child = await startChild({
    name: 'Temporal',
    command: program,
    args: [
      ...['server', 'start-dev', '--ip', '127.0.0.1', '--port', String(port), '--namespace', namespace],
      ...['--log-level', 'warn', '--log-format', 'json'],
      ...(inMemory ? ['--headless'] : ['--ui-port', String(uiPort), '--db-filename', join(dataFolder, 'temporal.db')]),
      // FULL costs about a third of the throughput and keeps what was answered, also through a power cut.
      ...(inMemory ? [] : ['--sqlite-pragma', 'journal_mode=WAL', '--sqlite-pragma', 'synchronous=FULL']),
      ...[...promptness, ...historyLimit(newRunAfterEvents)].flatMap((value) => ['--dynamic-config-value', value]),
      ...Object.entries(searchAttributes).flatMap(([name, type]) => ['--search-attribute', `${name}=${type}`]),
    ],
    logFile,
  });
  const address = `127.0.0.1:${port}`;
  await untilServing(address, child, logFile);
  await prepareNamespace({ address }, namespace, log);
  return { ...child, address, port, uiPort, uiUrl: `http://127.0.0.1:${uiPort}` };
}

/** Waits until the server answers; throws its last words when it ends before. */
export async function untilServing(address: string, child: ChildProcess, logFile: string): Promise<void> {
  while (!child.hasExited()) {
    try {
      const connection = await Connection.connect({ address, connectTimeout: '5 seconds' });
      await connection.close();
      if (!child.hasExited()) return;
    } catch {
      await sleep(50);
    }
  }
  throw new StartProblem(`Temporal did not start: ${lastWords(logFile)} (see ${logFile}).`);
}
