import { randomBytes } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { environmentWith, readStartConfig } from '#config';
import { type ChildProcess, lastWords, startChild } from '#scripts/child-process.ts';
import { freePort } from '#scripts/ports.ts';
import { type RunningPostgres, startPostgres } from '#scripts/postgres.ts';
import { type RunningTemporal, startTemporal } from '#scripts/temporal.ts';
import { findTemporal } from '#scripts/temporal-executable.ts';
import { type BenchDatabase, makeDatabase, makeTemplate } from './database.ts';

/** The servers benchmarks run against, set as in production: what was answered survives a power cut. */
export type Surroundings = {
  log(line: string): void;
  /** A database of a benchmark's own, with the story's master data and nothing else. */
  database(): Promise<BenchDatabase>;
  /** The address of a Temporal server, the same for every benchmark. */
  temporal(): Promise<string>;
  /** One of our programs as a process of its own; returns when it listens. */
  program(script: string, settings: Record<string, string>): Promise<Program>;
  stop(): Promise<void>;
};

export type Program = ChildProcess & { port: number };

export const secretKey = randomBytes(32).toString('hex');

/** For what needs no engine. */
const nowhere = '127.0.0.1:1';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Starts PostgreSQL now and everything else when it is first asked for. `stop` ends what was started and nothing else. */
export async function startSurroundings(log: (line: string) => void): Promise<Surroundings> {
  const folder = mkdtempSync(join(tmpdir(), 'holdfast-bench-'));
  chmodSync(folder, 0o711); // as root, PostgreSQL runs as nobody and must get through
  const running: ChildProcess[] = [];
  let postgres: RunningPostgres | undefined;
  let temporal: Promise<RunningTemporal> | undefined;
  const stop = async (): Promise<void> => {
    await Promise.all(running.splice(0).map((child) => child.stop()));
    await (await temporal?.catch(() => undefined))?.stop();
    await postgres?.stop();
    rmSync(folder, { recursive: true, force: true });
  };

  const openTemporal = async (): Promise<RunningTemporal> => {
    const { temporalCliPath, cache } = readStartConfig();
    const program = await findTemporal({ cliPath: temporalCliPath, cacheHome: cache, log });
    return startTemporal({ program, dataFolder: join(folder, 'temporal'), log });
  };

  try {
    const server = await startPostgres({ dataFolder: join(folder, 'postgres'), durable: true, log });
    postgres = server;
    await makeTemplate(server.url);
    return {
      log,
      stop,
      database: () => makeDatabase(server.url),
      temporal: async () => {
        temporal ??= openTemporal();
        return (await temporal).address;
      },
      program: async (script, settings) => {
        const port = await freePort();
        const logFile = join(folder, `${running.length}.log`);
        const child = await startChild({
          name: script,
          command: process.execPath,
          args: ['--disable-warning=ExperimentalWarning', join(root, script)],
          cwd: folder,
          env: environmentWith({
            HOLDFAST_HOME: folder,
            HOLDFAST_PORT: String(port),
            HOLDFAST_SECRET: secretKey,
            TEMPORAL_ADDRESS: nowhere,
            ...settings,
          }),
          logFile,
        });
        running.push(child);
        while (!(await listens(port))) {
          if (child.hasExited()) throw new Error(`${script} did not start: ${lastWords(logFile)}`);
          await sleep(30);
        }
        return { ...child, port };
      },
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Any answer will do: a program listens when it is ready. */
const listens = (port: number): Promise<boolean> =>
  fetch(`http://127.0.0.1:${port}/healthz`).then(
    () => true,
    () => false,
  );
