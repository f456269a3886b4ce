import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import postgres from 'postgres';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest';
import { connect, type Db, type DbOrTx } from '#db/connect.ts';
import { seenBy } from '#db/queries/sight.ts';
import { commands } from '#db/schema/record.ts';
import { givenProxy } from './given/proxy.ts';
import { type GivenDatabase, givenDatabase } from './setup/database.ts';

// Plain CommonJS, without types.
const { mendPackages } = createRequire(import.meta.url)('../scripts/mend-packages.cjs') as {
  mendPackages(modules: string): void;
};

let database: GivenDatabase;
let admin: postgres.Sql;
/** A pool of one connection: what is lost is what is used next. */
let db: Db;

beforeAll(async () => {
  database = await givenDatabase();
  admin = postgres(inject('postgresUrl'), { max: 1 });
  db = connect(database.url, { role: 'holdfast_app', poolSize: 1, applicationName: 'test', sight: 'all' });
});
beforeEach(() => database.sql`truncate commands`);
afterAll(async () => {
  await Promise.all([admin.end(), db.$client.end()]);
  await database.drop();
});

const write = (where: DbOrTx, id: string) =>
  where.insert(commands).values({ id, operation: 'test', inputHash: '', actorId: 'test', recordedAt: new Date() });

/** Ends the server's side of a connection, and lets this side learn of it. */
async function lose(tx: DbOrTx): Promise<void> {
  const [row] = await tx.execute<{ pid: number }>(sql`select pg_backend_pid() as pid`);
  await admin`select pg_terminate_backend(${row?.pid ?? 0}, 5000)`;
  await sleep(50);
}

const written = async () => (await database.sql`select id from commands`).map(({ id }) => id);

test('a transaction whose connection was lost fails, and the pool and the process go on', async () => {
  const lost = db.transaction(async (tx) => {
    await write(tx, 'before');
    await lose(tx);
    await write(tx, 'after');
  });
  await expect(lost).rejects.toMatchObject({ code: 'CONNECTION_CLOSED' });
  await write(db, 'next');
  expect(await written()).toEqual(['next']);
});

test('nothing that it does later is carried out on the connection that has taken its place', async () => {
  let later: unknown;
  const done = Promise.withResolvers<void>();
  const lost = db.transaction(async (tx) => {
    await lose(tx);
    await write(db, 'somebody else');
    later = await write(tx, 'outside of any transaction').catch((error: { cause?: unknown }) => error.cause);
    done.resolve();
  });
  await expect(lost).rejects.toMatchObject({ code: 'CONNECTION_CLOSED' });
  await done.promise;
  expect(later).toMatchObject({ code: 'CONNECTION_CLOSED' });
  expect(await written()).toEqual(['somebody else']);
});

describe('reads with the sight of somebody', () => {
  const everywhere = {
    grants: [{ role: 'auditor', rights: [], entityId: null, siteId: null, category: null }],
  } as const;
  const read = (pool: Db, seconds: number) =>
    seenBy(everywhere, () => pool.execute(sql`select pg_sleep(${seconds}), pg_backend_pid()`));
  const connectBy = (url: string) =>
    connect(url, { role: 'holdfast_app', poolSize: 2, applicationName: 'lost reads', sight: 'caller' });

  test('one that was under way when its connection was lost fails, and the next is answered', async () => {
    const pool = connectBy(database.url);
    const slow = read(pool, 60).catch((error: Error) => error);
    await expect
      .poll(
        () => admin`select pg_terminate_backend(pid) from pg_stat_activity
                         where application_name = 'lost reads' and wait_event = 'PgSleep'`,
      )
      .toHaveLength(1);
    expect(await slow).toBeInstanceOf(Error);
    expect(await Promise.all([read(pool, 0), read(pool, 0), read(pool, 0)])).toHaveLength(3);
    await pool.$client.end();
  });

  test('those that waited while there was no server fail or are answered, and the pool serves all when it is back', async () => {
    const { host, pathname, username, password } = new URL(database.url);
    const proxy = await givenProxy(host);
    const pool = connectBy(`postgres://${username}:${password}@${proxy.address}${pathname}`);
    await read(pool, 0);
    await proxy.refuse();
    const many = Array.from({ length: 20 }, () => read(pool, 0).catch((error: Error) => error));
    expect(await many[0]).toBeInstanceOf(Error);
    await proxy.listen();
    await Promise.all(many);
    expect(await Promise.all(Array.from({ length: 20 }, () => read(pool, 0)))).toHaveLength(20);
    await pool.$client.end();
    await proxy.close();
  });
});

describe('a statement whose values cannot be sent', () => {
  const unsendable = () => Object.create(null);
  const everywhere = {
    grants: [{ role: 'auditor', rights: [], entityId: null, siteId: null, category: null }],
  } as const;

  test.each(['all', 'caller'] as const)(
    'fails by itself among others of its pool with the sight of %s, and the pool goes on',
    async (sight) => {
      const pool = connect(database.url, { role: 'holdfast_app', poolSize: 1, applicationName: 'test', sight });
      const echo = (value: unknown) => seenBy(everywhere, () => pool.$client`select ${value as string}::text as value`);
      // Known to the connection, so that what follows is sent without asking what it takes.
      await echo('before');
      const answers = await Promise.allSettled([echo('first'), echo(unsendable()), echo('third'), echo(unsendable())]);
      expect(answers.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled', 'rejected']);
      expect(await echo('after')).toEqual([{ value: 'after' }]);
      await pool.$client.end();
    },
  );

  test('fails by itself among others of a transaction, which is rolled back', async () => {
    const together = db.$client.begin(async (tx) => {
      const insert = (id: string) =>
        tx`insert into commands (id, operation, input_hash, actor_id, recorded_at) values (${id}, 'test', '', 'test', now())`;
      await insert('with the one that fails');
      await Promise.all([insert('another'), insert(unsendable()), insert('a third')]);
    });
    await expect(together).rejects.toThrow(TypeError);
    await write(db, 'next');
    expect(await written()).toEqual(['next']);
  });
});

test('a package that is another than the one repaired is not used unseen', () => {
  const modules = mkdtempSync(join(tmpdir(), 'holdfast-mend-'));
  const path = join(modules, 'postgres/src/connection.js');
  mkdirSync(join(modules, 'postgres/src'), { recursive: true });
  const installed = new URL(import.meta.resolve('postgres').replace('index.js', 'connection.js'));
  writeFileSync(path, readFileSync(installed));
  mendPackages(modules);
  expect(readFileSync(path)).toEqual(readFileSync(installed)); // what is installed is mended
  writeFileSync(path, readFileSync(path, 'utf8').replaceAll('chunk', 'piece'));
  expect(() => mendPackages(modules)).toThrow('scripts/mend-packages.cjs');
  rmSync(modules, { recursive: true });
});
