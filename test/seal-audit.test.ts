import { getTableColumns, sql } from 'drizzle-orm';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { streamSealedEntries } from '#db/queries/sealed-entries.ts';
import { auditEntries } from '#db/schema/record.ts';
import { type OperationContext, systemCaller } from '#operations/context.ts';
import { sealAudit } from '#operations/seal-audit.ts';
import { writeAudit } from '#operations/write-audit.ts';
import { attack, givenEntries, listOf, problemsOf, sealAll, sealsOf } from './given/audit.ts';
import { givenContext } from './given/context.ts';
import { type GivenDatabase, givenDatabase } from './setup/database.ts';

let database: GivenDatabase;
let context: OperationContext;

beforeEach(async () => {
  database = await givenDatabase();
  context = givenContext(database.db);
});
afterEach(() => database.drop());

const sealedPositions = async () => (await sealsOf(context)).map(({ positions }) => positions).join(' ');

test('an entry whose transaction commits after later ones were written is sealed with its own, and none is skipped', async () => {
  await givenEntries(context, 1);
  const begun = Promise.withResolvers<void>();
  const goOn = Promise.withResolvers<void>();
  const slow = context.db.transaction(async (tx) => {
    const actor = { caller: systemCaller, cause: {}, commandId: 'slow' };
    await writeAudit(tx, context, actor, [{ action: 'lot.received', subjectKind: 'lot', subjectId: 'slow' }]);
    begun.resolve();
    await goOn.promise;
  });
  try {
    await begun.promise;
    await givenEntries(context, 3);
    // Position 2 is still under way: neither it nor what began after it may be sealed.
    for (let run = 0; run < 3; run += 1) await sealAudit(context, { batchRows: 4 });
    expect(['', '1']).toContain(await sealedPositions());
  } finally {
    goOn.resolve();
    await slow;
  }
  await sealAll(context, database.sql);
  const positions = (await sealsOf(context)).flatMap(({ rowCount }) => rowCount);
  expect(positions.reduce((sum, count) => sum + count, 0)).toBe(5);
  expect(await problemsOf(context)).toEqual([]);
});

test('entries written while sealers run are each sealed once, in one unbroken chain', async () => {
  const writers = Array.from({ length: 4 }, () => givenEntries(context, 20));
  const sealers = Array.from({ length: 3 }, async () => {
    for (let run = 0; run < 15; run += 1) await sealAudit(context, { batchRows: 7 });
  });
  await Promise.all([...writers, ...sealers]);
  await sealAll(context, database.sql, 7);

  const seals = await sealsOf(context);
  expect(seals.reduce((sum, { rowCount }) => sum + rowCount, 0)).toBe(80);
  expect(seals.map(({ number }) => Number(number))).toEqual(seals.map((_, at) => at + 1));
  expect(await problemsOf(context)).toEqual([]);
});

test('sealing what is sealed changes nothing', async () => {
  await givenEntries(context, 5);
  await sealAll(context, database.sql);
  const seals = await sealsOf(context);
  expect(await sealAudit(context)).toEqual({ seals: 0, rows: 0, more: false });
  expect(await sealsOf(context)).toEqual(seals);
});

test('one run seals no more than it is told, and says that there is more', async () => {
  await givenEntries(context, 6);
  await sealAll(context, database.sql, 100);
  await attack(database.sql, 'delete from audit_seals');
  expect(await sealAudit(context, { batchRows: 2, mostSeals: 2 })).toEqual({ seals: 2, rows: 4, more: true });
});

test('the application cannot change or take back a seal', async () => {
  await givenEntries(context, 1);
  await sealAll(context, database.sql);
  for (const statement of ['update audit_seals set row_count = 0', 'delete from audit_seals', 'truncate audit_seals']) {
    await expect(context.db.execute(sql.raw(statement))).rejects.toThrow();
    await expect(database.sql.unsafe(statement)).rejects.toThrow('append-only');
  }
});

test('every column of an entry is in what is sealed', async () => {
  await givenEntries(context, 1);
  await attack(
    database.sql,
    `update audit_entries set (lot_id, site_id, entity_id, before, reason, request_id, from_address, workflow_id, activity_id,
       on_behalf_of_id, on_behalf_of_name, reason_list, reason_code) =
       (gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), 'null', 'r', 'r', 'f', 'w', 'a', 'o', 'n', 'hold', 'c')`,
  );
  const everything = {
    from: { transactionId: '0', position: '0' },
    until: { transactionId: '99999999', position: '0' },
  };
  const [entry] = await listOf(streamSealedEntries(context.db, everything));
  expect(Object.keys(entry ?? {}).sort()).toEqual(Object.keys(getTableColumns(auditEntries)).sort());
});

test('a trail restored into a server whose transactions count from the beginning is not sealed on as if nothing were', async () => {
  await givenEntries(context, 1);
  await sealAll(context, database.sql);
  await attack(database.sql, "update audit_seals set until_transaction = '9000000000'");
  await expect(sealAudit(context)).rejects.toThrow('restored into a younger server');
});
