import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { movementLines, movements } from '#db/schema/lots.ts';
import { type OperationContext, systemCaller } from '#operations/context.ts';
import { type PostedLine, writeMovement } from '#operations/write-movement.ts';
import { givenContext } from '#test/given/context.ts';
import { givenLot, stockOf } from '#test/given/lots.ts';
import { givenStory, type StoryIds } from '#test/given/master-data.ts';
import { type GivenDatabase, givenDatabase } from '#test/setup/database.ts';

let database: GivenDatabase;
let context: OperationContext;
let ids: StoryIds;
let lot: { id: string };

beforeAll(async () => {
  database = await givenDatabase();
  context = givenContext(database.db);
  ids = await givenStory(context);
  lot = await givenLot(context, ids, { code: 'LEDGER', stock: [{ at: 'EWR/C-01', quantity: '10' }] });
});
afterAll(() => database.drop());

const actor = { caller: systemCaller, cause: {}, commandId: 'ledger' };
const at = (place: string, quantity: string, lotId = lot.id): PostedLine => ({
  lotId,
  locationId: ids.location(place),
  ownerId: ids.entity('MFF'),
  condition: 'approved',
  quantity,
});
const post = (...lines: PostedLine[]) =>
  context.db.transaction((tx) =>
    writeMovement(tx, context, actor, { kind: 'move', happenedAt: context.clock.now(), lines }),
  );
/** What the database says to something it must not do: the constraint it names, or its code. */
const refusal = async (doing: Promise<unknown>): Promise<string> => {
  try {
    await doing;
    return 'done';
  } catch (error) {
    const { cause = error } = error as { cause?: unknown };
    const { constraint_name, code } = cause as { constraint_name?: string; code?: string };
    return constraint_name ?? code ?? String(error);
  }
};

describe('the ledger', () => {
  test('takes no movement that does not sum to zero for each lot', async () => {
    const other = await givenLot(context, ids, { code: 'OTHER', stock: [{ at: 'EWR/C-01', quantity: '10' }] });

    expect(await refusal(post(at('EWR/C-01', '-2'), at('EWR/C-02', '1.9999')))).toBe('movement_lines_sum_to_zero');
    // Zero over both lots, and not for either.
    expect(await refusal(post(at('EWR/C-01', '-2'), at('EWR/C-02', '2', other.id)))).toBe('movement_lines_sum_to_zero');
    expect(await refusal(post(at('EWR/C-01', '0')))).toBe('movement_lines_not_zero');
    expect(await stockOf(context, lot.id)).toEqual(['EWR/C-01 MFF approved 10']);
  });

  test('lets nothing be taken that is not there', async () => {
    expect(await refusal(post(at('EWR/C-01', '-10.0001'), at('EWR/C-02', '10.0001')))).toBe('stock_not_negative');
    expect(await refusal(post(at('EWR/C-03', '-1'), at('EWR/C-02', '1')))).toBe('stock_not_negative');
    expect(await stockOf(context, lot.id)).toEqual(['EWR/C-01 MFF approved 10']);
  });

  test('moves the balances in the statement that writes it, and leaves no row of nothing behind', async () => {
    await post(at('EWR/C-01', '-10'), at('EWR/C-02', '10'));
    expect(await database.sql`select quantity from stock where lot_id = ${lot.id}`).toMatchObject([
      { quantity: '10.0000' },
    ]);
    await post(at('EWR/C-02', '-10'), at('EWR/C-01', '10'));
    expect(await stockOf(context, lot.id)).toEqual(['EWR/C-01 MFF approved 10']);
  });

  test('keeps no balance at places that are none', async () => {
    await post(at('supplier', '-5'), at('EWR/C-01', '5'));
    await post(at('EWR/C-01', '-5'), at('disposed', '5'));
    expect(await stockOf(context, lot.id)).toEqual(['EWR/C-01 MFF approved 10']);
  });

  test('agrees with the balances, and a difference planted between the two is found', async () => {
    expect(await database.sql`select * from ledger_disagreements`).toEqual([]);
    await database.sql`update stock set quantity = quantity + 0.5 where lot_id = ${lot.id}`;
    expect(await database.sql`select lot_id, ledger_quantity, stock_quantity from ledger_disagreements`).toEqual([
      { lot_id: lot.id, ledger_quantity: '10.0000', stock_quantity: '10.5000' },
    ]);
    await database.sql`delete from stock where lot_id = ${lot.id}`;
    expect(await database.sql`select ledger_quantity, stock_quantity from ledger_disagreements`).toEqual([
      { ledger_quantity: '10.0000', stock_quantity: '0' },
    ]);
    await database.sql`
      insert into stock (lot_id, location_id, owner_id, condition, quantity)
      select lot_id, location_id, owner_id, condition, ledger_quantity from ledger_disagreements`;
    expect(await database.sql`select * from ledger_disagreements`).toEqual([]);
  });
});

describe.each([
  'movements',
  'movement_lines',
  'audit_entries',
  'review_evidence',
  'outcome_confirmations',
  'hold_extensions',
])('%s', (table) => {
  test.each(['update', 'delete', 'truncate'])('is append-only, for its owner too: %s', async (verb) => {
    const [column] = await database.sql<{ name: string }[]>`
      select column_name as name from information_schema.columns where table_name = ${table} order by ordinal_position limit 1`;
    const statements: Record<string, string> = {
      update: `update ${table} set ${column?.name} = ${column?.name}`,
      delete: `delete from ${table}`,
      truncate: `truncate ${table} cascade`,
    };
    expect(await refusal(database.sql.unsafe(statements[verb] ?? ''))).toBe('23000');
  });
});

test('the application writes neither balances nor positions by hand', async () => {
  const movement = { id: context.newId(), kind: 'move' as const, actorId: 'x', commandId: 'x' };
  const now = context.clock.now();
  const { db } = context;

  expect(await refusal(db.execute(sql`update stock set quantity = 1`))).toBe('42501');
  expect(await refusal(db.execute(sql`delete from stock`))).toBe('42501');
  expect(await refusal(db.execute(sql`alter table movements disable trigger all`))).toBe('42501');
  const withPosition = sql`
    insert into movements (id, position, kind, happened_at, recorded_at, actor_id, command_id)
    values (${movement.id}, 1, 'move', now(), now(), 'x', 'x')`;
  expect(await refusal(db.execute(withPosition))).toBe('428C9');
  await db.insert(movements).values({ ...movement, happenedAt: now, recordedAt: now });
  const halfALine = db.insert(movementLines).values([{ movementId: movement.id, line: 1, ...at('EWR/C-02', '1') }]);
  expect(await refusal(halfALine)).toBe('movement_lines_sum_to_zero');
});
