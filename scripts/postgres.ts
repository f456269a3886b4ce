import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import postgres from 'postgres';
import { type ChildProcess, lastWords, startChild } from './child-process.ts';
import { clearOrphan } from './orphans.ts';
import { freePort } from './ports.ts';
import { postgresBinaries, postgresIdentity } from './postgres-binaries.ts';
import { prepareCluster } from './postgres-cluster.ts';
import { StartProblem } from './start-problem.ts';

export type RunningPostgres = ChildProcess & {
  /** Of the superuser, for the database `postgres`. */
  url: string;
  port: number;
};

export type StartPostgres = {
  dataFolder: string;
  /** Used when it is free; another otherwise. */
  port?: number | undefined;
  /** `false` gives up every guarantee against a power cut: for tests. */
  durable: boolean;
  log: (line: string) => void;
};

/** Starts PostgreSQL on the loopback address alone and returns when it answers with our password. */
export async function startPostgres({
  dataFolder,
  port: wished,
  durable,
  log,
}: StartPostgres): Promise<RunningPostgres> {
  const binaries = postgresBinaries();
  const { folder, password } = await prepareCluster(binaries, dataFolder, log);
  await clearOrphan(folder);
  const port = await freePort(wished);
  const logFile = join(dataFolder, 'postgres.log');
  const url = `postgres://postgres:${password}@127.0.0.1:${port}/postgres`;
  // The workers of a server killed with -9 hold its memory for a moment longer; the new one says so and gives up.
  for (let attempt = 1; ; attempt++) {
    const child = await startChild({
      name: 'PostgreSQL',
      command: join(binaries, 'bin', 'postgres'),
      args: ['-D', folder, ...settings(port, durable)],
      cwd: folder,
      identity: postgresIdentity(),
      stopSignal: 'SIGINT', // fast shutdown: breaks off what runs, loses nothing committed
      logFile,
    });
    if (await answers(url, child)) return { ...child, url, port };
    if (attempt === 40 || !lastWords(logFile).includes('shared memory'))
      throw new StartProblem(`PostgreSQL did not start: ${lastWords(logFile)} (see ${logFile}).`);
    await sleep(250);
  }
}

function settings(port: number, durable: boolean): string[] {
  const lasting = { port, listen_addresses: '127.0.0.1', unix_socket_directories: '', max_connections: 200 };
  const memory = { shared_buffers: durable ? '256MB' : '128MB', max_locks_per_transaction: 256, max_wal_size: '2GB' };
  const words = { timezone: 'UTC', log_timezone: 'UTC', lc_messages: 'C', log_line_prefix: '%m [%p] %a ' };
  const careless = durable
    ? {}
    : { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', autovacuum: 'off' };
  return Object.entries({ ...lasting, ...memory, ...words, ...careless }).flatMap(([key, value]) => [
    '-c',
    `${key}=${value}`,
  ]);
}

async function answers(url: string, child: ChildProcess): Promise<boolean> {
  const sql = postgres(url, { max: 1, onnotice: () => {}, connect_timeout: 5 });
  try {
    while (!child.hasExited()) {
      try {
        await sql`select 1`;
        return true;
      } catch {
        await sleep(30);
      }
    }
    return false;
  } finally {
    await sql.end();
  }
}
