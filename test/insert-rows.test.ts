import { eq } from 'drizzle-orm';
import { v7 } from 'uuid';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { auditEntries } from '#db/schema/record.ts';
import { insertRows } from '#operations/insert-rows.ts';
import { type GivenDatabase, givenDatabase } from './setup/database.ts';

let database: GivenDatabase;
beforeAll(async () => {
  database = await givenDatabase();
});
afterAll(() => database.drop());

const at = new Date('2026-03-29T01:59:59.123Z');
const entry = (changes: Partial<typeof auditEntries.$inferInsert> = {}): typeof auditEntries.$inferInsert => ({
  id: v7(),
  recordedAt: at,
  happenedAt: at,
  actorKind: 'person',
  actorId: 'ana',
  actorName: 'Ana "Quote" O’Hara \\ €',
  action: 'lot.received',
  subjectKind: 'lot',
  subjectId: 'L1',
  ...changes,
});

const unnumbered = ({ position, transactionId, ...row }: typeof auditEntries.$inferSelect) => row;

test('rows written by one statement are those that the query builder writes, value by value', async () => {
  const rows = [
    entry({ after: { quantity: '0.1000', when: at, list: [1, null, { a: 'b' }], text: 'null' }, lotId: v7() }),
    entry({ after: 'a string', before: ['x'], reason: '', imported: true }),
    entry({ after: null, reason: "'; drop table lots; --" }),
  ];
  const twins = rows.map((row) => ({ ...row, id: v7() }));
  await database.db.transaction(async (tx) => {
    await insertRows(tx, auditEntries, rows);
    await tx.insert(auditEntries).values(twins);
  });
  const written = await Promise.all(
    [...rows, ...twins].map(async ({ id }) => {
      const [row] = await database.db.select().from(auditEntries).where(eq(auditEntries.id, id));
      return row && { ...unnumbered(row), id: 'any' };
    }),
  );
  expect(written.slice(0, 3)).toEqual(written.slice(3));
  expect(written[0]).toMatchObject({
    happenedAt: at,
    imported: false,
    after: { quantity: '0.1000', list: [1, null, { a: 'b' }] },
  });
});

test('what the database makes by itself is left to it, in the order of the rows', async () => {
  const rows = [entry(), entry(), entry()];
  await database.db.transaction((tx) => insertRows(tx, auditEntries, rows));
  const found = await database.db.select().from(auditEntries).orderBy(auditEntries.position);
  expect(found.slice(-3).map(({ id }) => id)).toEqual(rows.map(({ id }) => id));
});

test('no rows are no statement, and a constraint refuses them all together', async () => {
  await database.db.transaction((tx) => insertRows(tx, auditEntries, []));
  const good = entry();
  const bad = entry({ id: good.id });
  await expect(database.db.transaction((tx) => insertRows(tx, auditEntries, [good, bad]))).rejects.toThrow();
  expect(await database.db.select().from(auditEntries).where(eq(auditEntries.id, good.id))).toEqual([]);
});
