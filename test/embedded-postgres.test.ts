import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import postgres from 'postgres';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addressOf } from '#scripts/database.ts';
import { isAlive } from '#scripts/orphans.ts';
import { startPostgres } from '#scripts/postgres.ts';
import { givenHolder, goneFrom, killHard } from '#test/given/holder.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'holdfast-postgres-'));
  chmodSync(folder, 0o711); // as root, PostgreSQL runs as nobody and must get through
});
afterAll(() => rmSync(folder, { recursive: true }));

const start = (port?: number) => startPostgres({ dataFolder: join(folder, 'a'), port, durable: true, log: () => {} });

async function ask(url: string, query: string): Promise<Record<string, unknown>[]> {
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  try {
    return [...(await sql.unsafe(query))];
  } finally {
    await sql.end();
  }
}

const holder = (dataFolder: string) =>
  givenHolder<{ pid: number; url: string }>(
    `const { startPostgres } = await import('#scripts/postgres.ts');
     const { pid, url } = await startPostgres({ dataFolder: ${JSON.stringify(dataFolder)}, durable: true, log() {} });
     console.log(JSON.stringify({ pid, url }));`,
  );

test('it listens on the loopback address alone, asks everybody for a password, and keeps what it promised', async () => {
  const server = await start();
  const settings = ['listen_addresses', 'unix_socket_directories', 'fsync', 'synchronous_commit', 'data_checksums'];
  const [shown] = await ask(
    server.url,
    `select ${settings.map((name) => `current_setting('${name}') as ${name}`).join()}`,
  );
  expect(shown).toEqual({
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    fsync: 'on',
    synchronous_commit: 'on',
    data_checksums: 'on',
  });
  const methods = await ask(server.url, 'select distinct auth_method from pg_hba_file_rules');
  expect(methods).toEqual([{ auth_method: 'scram-sha-256' }]);
  await expect(ask(addressOf(server.url, { password: 'wrong' }), 'select 1')).rejects.toThrow(
    'password authentication',
  );
  await server.stop();
  expect(isAlive(server.pid)).toBe(false);
});

test('after kill -9 it comes up on the same port with everything that was committed', async () => {
  const first = await start();
  await ask(first.url, 'create table kept (value int); insert into kept values (1)');
  process.kill(first.pid, 'SIGKILL');
  await first.exited;

  const second = await start(first.port);
  expect(second.port).toBe(first.port);
  expect(await ask(second.url, 'select value from kept')).toEqual([{ value: 1 }]);
  await second.stop();
  await second.stop(); // a second Ctrl-C changes nothing
});

test('kill -9 of whoever started it leaves no server behind', async () => {
  const { said, process: parent } = await holder(join(folder, 'b'));
  expect(isAlive(said.pid)).toBe(true);
  await killHard(parent);
  await goneFrom(said.pid);
});

test('a server that was left behind all the same is stopped by the next start', async () => {
  const { said, process: parent } = await holder(join(folder, 'c'));
  const reaper = Number(execFileSync('ps', ['-o', 'ppid=', '-p', String(said.pid)], { encoding: 'utf8' }));
  process.kill(reaper, 'SIGKILL');
  await killHard(parent);
  expect(isAlive(said.pid)).toBe(true);

  const next = await startPostgres({ dataFolder: join(folder, 'c'), durable: false, log: () => {} });
  expect(isAlive(said.pid)).toBe(false);
  expect(await ask(next.url, "select current_setting('fsync') as fsync")).toEqual([{ fsync: 'off' }]);
  await next.stop();
});
