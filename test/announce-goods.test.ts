import { afterAll, beforeAll, expect, test } from 'vitest';
import { listExpectedGoods, readExpectedGoods } from '#db/queries/expected-goods.ts';
import { type AnnounceGoods, announceGoods } from '#operations/announce-goods.ts';
import type { OperationContext } from '#operations/context.ts';
import { receiveGoods } from '#operations/receive-goods.ts';
import type { StatedDelivery } from '#operations/receive-goods-command.ts';
import { givenContext } from '#test/given/context.ts';
import { cheese, delivery } from '#test/given/deliveries.ts';
import { commandOf } from '#test/given/lots.ts';
import { givenStory, importer, personWith, type StoryIds } from '#test/given/master-data.ts';
import { type GivenDatabase, givenDatabase } from '#test/setup/database.ts';

let database: GivenDatabase;
let context: OperationContext;
let ids: StoryIds;

beforeAll(async () => {
  database = await givenDatabase();
  context = givenContext(database.db);
  ids = await givenStory(context);
});
afterAll(() => database.drop());

const order: AnnounceGoods = {
  kind: 'purchase_order',
  number: 'PO-1',
  site: 'EWR',
  owner: 'MFF',
  supplier: 'TGD',
  lines: [{ item: 'GC-BULK', quantity: '20', unit: 'tub' }],
};
const announce = async (change: Partial<AnnounceGoods>): Promise<string> => {
  const answer = await announceGoods(context, commandOf(importer, { ...order, ...change }));
  if (!answer.ok) throw new Error(JSON.stringify(answer.violation));
  return answer.value.id;
};
const defectsOf = async (stated: StatedDelivery): Promise<string[]> => {
  const answer = await receiveGoods(context, commandOf(importer, stated));
  if (!answer.ok) throw new Error(JSON.stringify(answer.violation));
  return answer.value.lines.flatMap(({ defects }) => defects.map(({ code }) => code));
};

test('what arrives is compared with the order, over all deliveries on it, in base units', async () => {
  const id = await announce({ number: 'PO-2', lines: [{ item: '19521101001010', quantity: '110.2311', unit: 'lb' }] });
  expect(await defectsOf(delivery({ purchaseOrder: 'PO-2', lines: [cheese({ quantity: '10' })] }))).toEqual([
    'receipt.less-than-ordered',
  ]);
  expect(await defectsOf(delivery({ purchaseOrder: 'PO-2', lines: [cheese({ quantity: '10' })] }))).toEqual([]);
  expect(await defectsOf(delivery({ purchaseOrder: 'PO-2', lines: [cheese({ quantity: '10' })] }))).toEqual([
    'receipt.more-than-ordered',
  ]);
  expect(await readExpectedGoods(database.db, 'purchase_order', id, null)).toMatchObject({
    open: false,
    lines: [{ item: 'GC-BULK', unit: 'kg', expectedQuantity: '50', receivedQuantity: '75' }],
    receipts: [{}, {}, {}],
  });
});

test('an item may be named by a GTIN of any length', async () => {
  for (const [index, item] of ['9521101001013', '09521101001013', 'GC-BULK'].entries())
    await announce({ number: `PO-GTIN-${index}`, lines: [{ item, quantity: '1', unit: 'tub' }] });
});

test('an item, a lot, a site or an owner other than announced makes a task', async () => {
  await announce({ number: 'PO-3' });
  await announce({
    kind: 'advance_notice',
    number: 'ASN-3',
    purchaseOrder: 'PO-3',
    lines: [{ item: 'GC-BULK', quantity: '20', unit: 'tub', supplierLotNumber: 'FORETOLD' }],
  });
  expect(
    await defectsOf(delivery({ advanceNotice: 'ASN-3', lines: [cheese({ supplierLotNumber: 'OTHER' })] })),
  ).toEqual(['receipt.lot-not-on-notice']);
  expect(
    await defectsOf(
      delivery({ site: 'ONT', advanceNotice: 'ASN-3', lines: [cheese({ supplierLotNumber: 'FORETOLD' })] }),
    ),
  ).toEqual(['receipt.purchase-order-differs', 'receipt.more-than-ordered', 'receipt.advance-notice-differs']);
});

test('a notice that is about an order counts towards it, also when the dock names only the notice', async () => {
  const id = await announce({ number: 'PO-4' });
  await announce({ kind: 'advance_notice', number: 'ASN-4', purchaseOrder: 'PO-4' });
  expect(await defectsOf(delivery({ advanceNotice: 'ASN-4' }))).toEqual([]);
  expect(await readExpectedGoods(database.db, 'purchase_order', id, null)).toMatchObject({
    open: false,
    lines: [{ receivedQuantity: '50' }],
  });
});

test('refused with every problem at once: unknown names, quantities, units, dates, and no lines', async () => {
  const refusedFor = async (change: Partial<AnnounceGoods>) => {
    const answer = await announceGoods(context, commandOf(importer, { ...order, number: 'PO-BAD', ...change }));
    return answer.ok ? [] : answer.violation.problems?.map(({ code, pointer }) => `${code} ${pointer}`);
  };
  const line = { item: 'GC-BULK', quantity: '1', unit: 'tub' };
  expect(
    await refusedFor({
      site: 'XXX',
      owner: 'XXX',
      supplier: 'XXX',
      purchaseOrder: 'XXX',
      expectedOn: '2026-02-30',
      lines: [
        { ...line, item: 'XXX' },
        { ...line, unit: 'XXX' },
        { ...line, quantity: '0' },
      ],
    }),
  ).toEqual([
    'site.unknown /site',
    'entity.unknown /owner',
    'supplier.unknown /supplier',
    'purchase-order.unknown /purchaseOrder',
    'date.impossible /expectedOn',
    'item.unknown /lines/0/item',
    'quantity.unit-unknown /lines/1/unit',
    'quantity.not-positive /lines/2/quantity',
  ]);
  expect(await refusedFor({ owner: 'FTB', lines: [] })).toEqual([
    'site.owner-not-allowed /owner',
    'receipt.lines-missing /lines',
  ]);
});

test('a number is announced once, and only by who may', async () => {
  await announce({ number: 'PO-5' });
  const again = { ...order, number: 'PO-5' };
  expect(await announceGoods(context, commandOf(importer, again))).toMatchObject({
    violation: { code: 'announcement.number-taken', pointer: '/number' },
  });
  const desk = personWith('order_desk', 'j.abbott', ids.site('CHI'));
  expect(await announceGoods(context, commandOf(desk, { ...order, number: 'PO-6' }))).toMatchObject({
    violation: { code: 'access.right-missing' },
  });
});

test('lists page by keys without a gap or a repeat, and show nobody what is not theirs', async () => {
  for (let index = 0; index < 5; index++) await announce({ number: `PO-PAGE-${index}`, site: 'CHI', owner: 'FTB' });
  const everything = { scopes: null };
  const seen: string[] = [];
  let after: readonly string[] | undefined;
  do {
    const page = await listExpectedGoods(database.db, 'purchase_order', {
      ...everything,
      site: 'CHI',
      limit: 2,
      after,
    });
    seen.push(...page.rows.map(({ number }) => number));
    after = page.next ?? undefined;
  } while (after);
  expect(seen).toEqual([4, 3, 2, 1, 0].map((index) => `PO-PAGE-${index}`));

  const elsewhere = { scopes: [{ siteId: ids.site('EWR'), entityId: null }] };
  const others = await listExpectedGoods(database.db, 'purchase_order', { ...elsewhere, limit: 50 });
  expect(others.rows.every(({ site }) => site === 'EWR')).toBe(true);
  const open = await listExpectedGoods(database.db, 'purchase_order', { ...everything, open: false, limit: 50 });
  expect(open.rows.every(({ receipts }) => receipts.length > 0)).toBe(true);
});
