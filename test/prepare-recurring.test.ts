import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connect, type Db } from '#db/connect.ts';
import { type GivenDatabase, givenDatabase } from './setup/database.ts';

let database: GivenDatabase;
let db: Db;
beforeAll(async () => {
  database = await givenDatabase();
  db = connect(database.url, { role: 'holdfast_app', poolSize: 1, applicationName: 'test-prepare', sight: 'all' });
});
afterAll(async () => {
  await db.$client.end();
  await database.drop();
});

/** What the one connection keeps prepared, of the statements a test names by a word in them. */
const preparedWith = async (word: string): Promise<number> => {
  const rows = await db.$client.unsafe<{ statement: string }[]>('select statement from pg_prepared_statements');
  return rows.filter(({ statement }) => statement.includes(word)).length;
};

test('a statement is prepared when it comes a second time, in and outside of transactions', async () => {
  const ask = (value: number) => sql`select ${value}::int as apples`;
  expect(await db.execute(ask(1))).toMatchObject([{ apples: 1 }]);
  expect(await preparedWith('apples')).toBe(0);
  await db.transaction(async (tx) => {
    expect(await tx.execute(ask(2))).toMatchObject([{ apples: 2 }]);
    await tx.transaction(async (inner) => expect(await inner.execute(ask(3))).toMatchObject([{ apples: 3 }]));
  });
  expect(await preparedWith('apples')).toBe(1);
});

test('however many statements there are, a connection keeps no more than five hundred', async () => {
  for (let twice = 0; twice < 2; twice++)
    for (let index = 0; index < 600; index++)
      await db.execute(sql.raw(`select ${index}::int as pears`).append(sql` where ${true}`));
  expect(await preparedWith('pears')).toBeLessThanOrEqual(500);
  expect(await preparedWith('pears')).toBeGreaterThan(400);
});

test('a prepared statement that fails leaves the next one whole', async () => {
  const divide = (by: number) => db.transaction((tx) => tx.execute(sql`select 12 / ${by}::int as plums`));
  await divide(1);
  await divide(2);
  await expect(divide(0)).rejects.toThrow();
  expect(await divide(3)).toMatchObject([{ plums: 4 }]);
});
