import { spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import postgres from 'postgres';
import { type Environment, environmentWith } from '#config';
import { addressOf } from '#scripts/database.ts';
import type { KeptSettings } from '#scripts/kept-settings.ts';
import { freePort } from '#scripts/ports.ts';
import { readRun } from '#scripts/run-file.ts';
import { descendantsOf, type Seen, stillRunning } from './process-tree.ts';
import { until } from './until.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

export type ProgramName = 'API' | 'Worker' | 'Temporal' | 'PostgreSQL';

/** Settings of whoever runs the tests that would make it another system, or not one as a user starts it. */
const foreign: Environment = Object.fromEntries(
  ['DATABASE_URL', 'DATABASE_OWNER_URL', 'TEMPORAL_ADDRESS', 'HOLDFAST_STORY', 'NODE_ENV', 'NODE_OPTIONS'].map(
    (name) => [name, undefined],
  ),
);

/** Where a system lives, across its starts. */
export type Place = { home: string; port: number; remove(): void };

/** A data folder that does not exist yet, in one through which PostgreSQL gets as nobody, and a port. */
export async function givenPlace(): Promise<Place> {
  const folder = mkdtempSync(join(tmpdir(), 'holdfast-system-'));
  chmodSync(folder, 0o711);
  return {
    home: join(folder, 'home'),
    port: await freePort(),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

export type Started = { code: number | undefined; printed(): string; pid: number; ended: Promise<number> };

/** What `npm start` runs, in a process group of its own, as a terminal would have it. */
export function runStart({ home, port }: Pick<Place, 'home' | 'port'>, env: Environment = {}): Started {
  const child = spawn(process.execPath, ['scripts/run.cjs', 'scripts/start.ts'], {
    cwd: root,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: environmentWith({ ...foreign, HOLDFAST_HOME: home, HOLDFAST_PORT: String(port), ...env }),
  });
  const printed: string[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => printed.push(String(chunk)));
  const started: Started = {
    code: undefined,
    printed: () => printed.join(''),
    pid: child.pid ?? 0,
    ended: new Promise((resolve) => {
      child.once('close', (code, signal) => {
        started.code = code ?? (signal === 'SIGKILL' ? 137 : 143);
        resolve(started.code);
      });
    }),
  };
  return started;
}

export type RunningSystem = Awaited<ReturnType<typeof startSystem>>;

/** The whole of Holdfast, as a user starts it; returns when it has greeted. */
export async function startSystem(place: Place, env: Environment = {}) {
  const started = runStart(place, env);
  await until(() => started.code !== undefined || started.printed().includes('Holdfast runs at'));
  if (started.code !== undefined) throw new Error(`It did not start:\n${started.printed()}`);

  const kept = (): KeptSettings => JSON.parse(readFileSync(join(place.home, 'settings.json'), 'utf8'));
  const pidOf = (name: ProgramName): number => readRun(place.home).processes[name]?.pid ?? 0;
  const everything = (): Seen[] => descendantsOf(started.pid);
  return {
    ...place,
    url: `http://127.0.0.1:${place.port}`,
    printed: started.printed,
    pidOf,
    everything,
    /** The program that starts the others and starts them again. */
    supervisor: (): number => everything().find(({ command }) => command.includes('scripts/start.ts'))?.pid ?? 0,
    temporalAddress: (): string => `127.0.0.1:${kept().ports.temporal}`,
    /** Kills one of its programs with -9 and waits until another has taken its place. */
    replace: async (name: ProgramName): Promise<void> => {
      const pid = pidOf(name);
      process.kill(pid, 'SIGKILL');
      await until(() => pidOf(name) !== pid && pidOf(name) !== 0);
    },
    /** Asks the database as the owner of its tables, on a connection of its own. */
    sql: async <Row>(query: string): Promise<Row[]> => {
      const { ownerPassword, ports } = kept();
      const server = `postgres://127.0.0.1:${ports.postgres}`;
      const owner = { name: 'holdfast_owner', password: ownerPassword, database: 'holdfast' };
      const sql = postgres(addressOf(server, owner), { max: 1, onnotice: () => {} });
      try {
        return (await sql.unsafe(query)) as unknown as Row[]; // the caller knows its query
      } finally {
        await sql.end();
      }
    },
    /** Kills what started everything with -9, and waits until all the rest has followed it. */
    killLauncher: async (): Promise<void> => {
      const all = everything();
      process.kill(-started.pid, 'SIGKILL');
      await until(() => stillRunning(all).length === 0);
    },
    /** Ctrl-C in its terminal. Answers its exit code and what of it still runs. */
    stop: async (): Promise<{ code: number; left: Seen[] }> => {
      const all = everything();
      process.kill(-started.pid, 'SIGINT');
      const code = await started.ended;
      return { code, left: stillRunning(all) };
    },
  };
}
