import { drizzle } from 'drizzle-orm/postgres-js';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import * as schema from '#db/schema/index.ts';
import { announceGoods } from '#operations/announce-goods.ts';
import type { OperationContext } from '#operations/context.ts';
import { receiveGoods } from '#operations/receive-goods.ts';
import type { StatedDelivery } from '#operations/receive-goods-command.ts';
import { givenContext } from '#test/given/context.ts';
import { cheese, delivery } from '#test/given/deliveries.ts';
import { commandOf, stockOf } from '#test/given/lots.ts';
import { givenStory, importer } from '#test/given/master-data.ts';
import { type GivenDatabase, givenDatabase } from '#test/setup/database.ts';

let database: GivenDatabase;
let context: OperationContext;

beforeAll(async () => {
  database = await givenDatabase();
  context = givenContext(database.db);
  await givenStory(context);
});
afterAll(() => database.drop());
afterEach(async () => expect(await database.sql`select * from ledger_disagreements`).toEqual([]));

const receive = async (stated: StatedDelivery, commandId?: string) => {
  const answer = await receiveGoods(context, commandOf(importer, stated, commandId));
  if (!answer.ok) throw new Error(JSON.stringify(answer.violation));
  return answer;
};
const times = <T>(count: number, act: (index: number) => Promise<T>): Promise<T[]> =>
  Promise.all(Array.from({ length: count }, (_, index) => act(index)));

test('the same key many times at once is one receipt, and everybody gets its answer', async () => {
  const stated = delivery();
  const answers = await times(12, () => receive(stated, 'race-key'));

  expect(new Set(answers.map(({ value }) => value.receiptId)).size).toBe(1);
  expect(answers.filter(({ repeated }) => !repeated)).toHaveLength(1);
  expect(await stockOf(context, answers[0]?.value.lines[0]?.lotId ?? '')).toEqual(['EWR/DOCK-IN MFF received 50']);
});

test('many deliveries of one new supplier lot at once make one lot, with what all of them brought', async () => {
  const answers = await times(12, () => receive(delivery({ lines: [cheese({ supplierLotNumber: 'RACE-1' })] })));
  const lots = new Set(answers.map(({ value }) => value.lines[0]?.lotId));

  expect(lots.size).toBe(1);
  expect(answers.filter(({ value }) => value.lines[0]?.newLot)).toHaveLength(1);
  expect(await stockOf(context, [...lots][0] ?? '')).toEqual(['EWR/DOCK-IN MFF received 600']);
  expect(await database.sql`select count(*)::int from certificates where number = 'COA-RACE-1'`).toMatchObject([
    { count: 1 },
  ]);
});

test('deliveries that name the same new lots in opposite order never wait for each other', async () => {
  // Slow enough that each is in the middle of its lots when the other begins.
  await database.sql`create function dawdle() returns trigger language plpgsql as $$ begin perform pg_sleep(0.02); return new; end $$`;
  await database.sql`create trigger dawdle before insert on lots for each row execute function dawdle()`;
  const numbers = ['X-1', 'X-2', 'X-3', 'X-4', 'X-5', 'X-6'];
  await times(4, (index) => {
    const order = index % 2 === 0 ? numbers : [...numbers].reverse();
    return receive(delivery({ lines: order.map((supplierLotNumber) => cheese({ supplierLotNumber })) }));
  });
  await database.sql`drop trigger dawdle on lots`;
  expect(await database.sql`select from lots where supplier_lot_number like 'X-%'`).toHaveLength(numbers.length);
});

test('of many deliveries of a known lot that find the same thing at once, one places the hold', async () => {
  const warm = (location: string, arrivalTemperatureCelsius: string) =>
    receive(delivery({ arrivalTemperatureCelsius, lines: [cheese({ supplierLotNumber: 'RACE-HOLD', location })] }));
  await warm('DOCK-IN', '3.1');
  // Each to a place of its own, so that nothing but the lock of the lot stands between them.
  const places = ['DOCK-IN', 'C-01', 'C-02', 'C-03', 'D-01', 'SHIP', 'QC', 'RET'];
  const answers = await times(places.length, (index) => warm(places[index] ?? '', '9.4'));

  expect(new Set(answers.map(({ value }) => value.lines[0]?.defects[0]?.hold?.holdId)).size).toBe(1);
  expect(answers.every(({ value }) => value.lines[0]?.state === 'quarantined')).toBe(true);
  const lotId = answers[0]?.value.lines[0]?.lotId ?? '';
  expect(await database.sql`select from holds where lot_id = ${lotId}`).toHaveLength(1);
});

test('of two deliveries of the whole order at once, exactly one is more than was ordered', async () => {
  const order = { kind: 'purchase_order' as const, number: 'PO-RACE', site: 'EWR', owner: 'MFF', supplier: 'TGD' };
  const lines = [{ item: 'GC-BULK', quantity: '20', unit: 'tub' }];
  expect(await announceGoods(context, commandOf(importer, { ...order, lines }))).toMatchObject({ ok: true });
  const answers = await times(2, () => receive(delivery({ purchaseOrder: 'PO-RACE' })));

  expect(answers.flatMap(({ value }) => value.lines[0]?.defects.map(({ code }) => code))).toEqual([
    'receipt.more-than-ordered',
  ]);
});

test('one number at once for two receipts: one has it, the other is refused and booked nothing', async () => {
  const answers = await times(2, () => receiveGoods(context, commandOf(importer, delivery({ number: 'R-RACE' }))));
  expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
  const receipts = await database.sql`
    select (select count(*) from receipts)::int as receipts, (select count(*) from movements where kind = 'receipt')::int as movements`;
  expect(receipts[0]?.receipts).toBe(receipts[0]?.movements);
});

test('forty lines cost as many statements as one', async () => {
  let statements = 0;
  const logger = { logQuery: () => void statements++ };
  const counting = Object.assign(drizzle(database.db.$client, { schema, logger }), { $client: database.db.$client });
  const count = async (lines: number): Promise<number> => {
    statements = 0;
    const stated = delivery({ lines: Array.from({ length: lines }, () => cheese()) });
    await receiveGoods({ ...context, db: counting }, commandOf(importer, stated));
    return statements;
  };
  expect(await count(40)).toBe(await count(1));
  expect(await count(1)).toBeLessThanOrEqual(16);
});
