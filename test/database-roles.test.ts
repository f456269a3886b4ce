import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { connect, type DatabaseRole, type Db } from '#db/connect.ts';
import { type OperationContext, systemCaller } from '#operations/context.ts';
import { placeHold } from '#operations/place-hold.ts';
import { writeMovement } from '#operations/write-movement.ts';
import { givenContext } from '#test/given/context.ts';
import { commandOf, givenLot, stockOf } from '#test/given/lots.ts';
import { givenStory, importer, type StoryIds } from '#test/given/master-data.ts';
import { type GivenDatabase, givenDatabase } from '#test/setup/database.ts';

let database: GivenDatabase;
let context: OperationContext;
let ids: StoryIds;

beforeAll(async () => {
  database = await givenDatabase();
  context = givenContext(database.db);
  ids = await givenStory(context);
  const lot = await givenLot(context, ids, { code: 'ROLES', stock: [{ at: 'EWR/C-01', quantity: '10' }] });
  const placed = await placeHold(
    context,
    commandOf(importer, { lot: lot.code, rule: 'pest' as const, reason: 'Traces of mice on the pallet' }),
  );
  if (!placed.ok) throw new Error(JSON.stringify(placed.violation));
});
afterAll(() => database.drop());

async function as<T>(role: DatabaseRole, use: (db: Db) => Promise<T>): Promise<T> {
  const db = connect(database.ownerUrl, { role, poolSize: 1, applicationName: 'test', sight: 'all' });
  try {
    return await use(db);
  } finally {
    await db.$client.end();
  }
}

const may = (role: DatabaseRole, statement: string): Promise<boolean> =>
  as(role, async (db) => {
    try {
      await db.$client.begin(async (tx) => {
        await tx.unsafe(statement);
        throw new Error('undo');
      });
      return true;
    } catch (error) {
      if (error instanceof Error && error.message === 'undo') return true;
      if ((error as { code?: string }).code === '42501') return false;
      throw error;
    }
  });

const tables = () => database.sql<{ name: string; column: string }[]>`
  select table_name as name, min(column_name) as column
    from information_schema.columns join information_schema.tables using (table_schema, table_name)
   where table_schema = 'public' and table_type = 'BASE TABLE' group by 1 order by 1`;

describe('advice', () => {
  test('writes no table of facts, holds, cases or decisions', async () => {
    for (const { name, column } of await tables()) {
      expect(await may('holdfast_advice', `delete from ${name}`), name).toBe(false);
      expect(await may('holdfast_advice', `update ${name} set "${column}" = default`), name).toBe(false);
      expect(await may('holdfast_advice', `insert into ${name} default values`), name).toBe(false);
    }
  });

  test('reads what it scores, and neither accounts nor the trail', async () => {
    expect(await may('holdfast_advice', 'select * from stock, holds, temperature_readings limit 1')).toBe(true);
    for (const table of ['users', 'sessions', 'api_keys', 'audit_entries', 'commands', 'documents'])
      expect(await may('holdfast_advice', `select * from ${table}`), table).toBe(false);
  });
});

describe('reports', () => {
  test('read and never write', async () => {
    for (const { name } of await tables())
      expect(await may('holdfast_report', `delete from ${name}`), name).toBe(false);
    expect(await may('holdfast_report', 'insert into roles values (1)')).toBe(false);
    expect(await may('holdfast_report', 'select * from holds, audit_entries, ledger_disagreements limit 1')).toBe(true);
  });

  test('see people by name, and no secret', async () => {
    expect(await may('holdfast_report', 'select id, username, name, email, active from users')).toBe(true);
    expect(await may('holdfast_report', 'select password_hash from users')).toBe(false);
    for (const table of ['sessions', 'api_keys', 'commands'])
      expect(await may('holdfast_report', `select * from ${table}`), table).toBe(false);
  });
});

describe('the application', () => {
  test('deletes nothing that happened', async () => {
    for (const table of [
      'lots',
      'stock',
      'movements',
      'movement_lines',
      'receipts',
      'holds',
      'audit_entries',
      'commands',
    ])
      expect(await may('holdfast_app', `delete from ${table}`), table).toBe(false);
  });

  test('changes no balance, no reading, no inspection and no table', async () => {
    for (const statement of [
      'update stock set quantity = 0',
      'insert into stock select * from stock',
      'update temperature_readings set celsius = 3',
      `update inspections set result = 'pass'`,
      'alter table holds disable trigger all',
      'drop table holds',
      'create table mine (id int)',
    ])
      expect(await may('holdfast_app', statement), statement).toBe(false);
  });
});

describe('the application, past its own operations,', () => {
  test('changes neither what a hold is about nor what a lot or a command is', async () => {
    for (const statement of [
      `update holds set reason = 'other'`,
      'update holds set lot_id = lot_id',
      `update lots set code = 'other'`,
      `update commands set input_hash = 'other'`,
    ])
      expect(await may('holdfast_app', statement), statement).toBe(false);
    expect(await may('holdfast_app', 'update holds set location_id = location_id where false')).toBe(true);
  });

  test('books nothing past the balances behind a table of its own that is called like ours', async () => {
    const lot = await givenLot(context, ids, { code: 'BEHIND', stock: [{ at: 'EWR/C-01', quantity: '5' }] });
    await context.db.transaction(async (tx) => {
      await tx.execute(sql`create temporary table locations (id uuid, site_id uuid) on commit drop`);
      const line = { lotId: lot.id, ownerId: ids.entity('MFF'), condition: 'approved' as const };
      await writeMovement(
        tx,
        context,
        { caller: systemCaller, cause: {}, commandId: 'behind' },
        {
          kind: 'move',
          happenedAt: context.clock.now(),
          lines: [
            { ...line, locationId: ids.location('EWR/C-01'), quantity: '-5' },
            { ...line, locationId: ids.location('EWR/C-02'), quantity: '5' },
          ],
        },
      );
    });
    expect(await stockOf(context, lot.id)).toEqual(['EWR/C-02 MFF approved 5']);
    expect(await database.sql`select * from ledger_disagreements`).toHaveLength(0);
  });
});
