import { afterAll, beforeAll, expect, test } from 'vitest';
import { announceGoods } from '#operations/announce-goods.ts';
import type { OperationContext } from '#operations/context.ts';
import { receiveGoods } from '#operations/receive-goods.ts';
import { recordTemperatureReadings } from '#operations/record-temperature-readings.ts';
import { type GivenApi, givenApi } from '#test/given/api.ts';
import { givenContext } from '#test/given/context.ts';
import { cheese, delivery } from '#test/given/deliveries.ts';
import { commandOf } from '#test/given/lots.ts';
import { importer } from '#test/given/master-data.ts';

let api: GivenApi;
let context: OperationContext;
let receiptId: string;
let expectedIds: Record<string, string>;
const tokens: Record<string, string> = {};

const crisp = cheese({
  item: 'CRISP',
  quantity: '7',
  unit: 'case',
  supplierLotNumber: 'CRISP-1',
  traceabilityLotCode: null,
  traceabilityLotCodeSourceGln: null,
});

/** Goods of two categories on one order, notice, delivery; papers of the whole delivery; readings in three places. */
beforeAll(async () => {
  api = await givenApi();
  context = givenContext(api.database.db);
  const { sql } = api.database;
  const lines = [
    { item: 'GC-BULK', quantity: '20', unit: 'tub' },
    { item: 'CRISP', quantity: '7', unit: 'case' },
  ];
  const order = { site: 'EWR', owner: 'MFF', supplier: 'TGD', lines };
  const announce = async (kind: 'purchase_order' | 'advance_notice', change: object) => {
    const answer = await announceGoods(context, commandOf(importer, { ...order, kind, number: kind, ...change }));
    if (!answer.ok) throw new Error(JSON.stringify(answer.violation));
    return answer.value.id;
  };
  expectedIds = {
    'purchase-orders': await announce('purchase_order', {}),
    'advance-notices': await announce('advance_notice', { purchaseOrder: 'purchase_order' }),
  };
  const input = delivery({ number: 'R-MIXED', purchaseOrder: 'purchase_order', lines: [cheese(), crisp] });
  const received = await receiveGoods(context, commandOf(importer, input));
  if (!received.ok) throw new Error(JSON.stringify(received.violation));
  receiptId = received.value.receiptId;
  const plain = await receiveGoods(context, commandOf(importer, delivery({ number: 'R-CHEESE' })));
  if (!plain.ok) throw new Error(JSON.stringify(plain.violation));
  for (const id of [receiptId, plain.value.receiptId]) {
    const documentId = context.newId();
    await sql`insert into documents (id, sha256, media_type, size_bytes, file_name, uploaded_by, uploaded_at)
              values (${documentId}, ${id === receiptId ? 'a'.repeat(64) : 'b'.repeat(64)}, 'application/pdf', 3, 'delivery-note.pdf', 'system', now())`;
    await sql`insert into document_links (document_id, subject_kind, subject_id, linked_by, linked_at)
              values (${documentId}, 'receipt', ${id}, 'system', now())`;
  }
  const happenedAt = new Date().toISOString();
  const readings = ['DOCK-IN', 'C-01', 'D-01'].map((location) => ({
    ...{ site: 'EWR', location, sensor: `S-${location}`, celsius: '3', happenedAt },
  }));
  const read = await recordTemperatureReadings(context, commandOf(importer, { readings }));
  if (!read.ok) throw new Error(JSON.stringify(read.violation));
  for (const [name, grant] of Object.entries({
    whole: { site: 'EWR' },
    cheese: { site: 'EWR', category: 'cheese' },
    dry: { site: 'EWR', category: 'dry' },
    kit: { site: 'EWR', category: 'kit' },
    elsewhere: { site: 'CHI', category: 'dry' },
    entity: { entity: 'MFF' },
    other: { site: 'EWR', entity: 'FTB' },
  })) {
    await api.person(name, [{ role: 'auditor', ...grant }]);
    tokens[name] = await api.signIn(name);
  }
});
afterAll(() => api.stop());

const get = async (name: string, path: string) => await api.call('GET', `/v1${path}`, { token: tokens[name] ?? '' });
const items = async (name: string, path: string) => {
  const { status, body } = await get(name, path);
  expect(status, JSON.stringify(body)).toBe(200);
  return body.items as Record<string, unknown>[];
};
const itemsOf = (of: unknown) => (of as { item: string }[]).map(({ item }) => item);

test('of a delivery, whoever has to do with one category sees the heading, and the lines of theirs', async () => {
  const seen = async (name: string) => {
    const { body, status } = await get(name, `/receipts/${receiptId}`);
    const [listed] = await items(name, '/receipts?number=R-MIXED');
    return status === 200
      ? [itemsOf(body.lines), (body.documents as unknown[]).length, listed?.lines]
      : [body.code, listed];
  };
  expect(await seen('whole')).toEqual([['GC-BULK', 'CRISP'], 1, 2]);
  expect(await seen('entity')).toEqual([['GC-BULK', 'CRISP'], 1, 2]);
  expect(await seen('cheese')).toEqual([['GC-BULK'], 0, 1]);
  expect(await seen('dry')).toEqual([['CRISP'], 0, 1]);
  for (const name of ['kit', 'elsewhere', 'other'])
    expect(await seen(name), name).toEqual(['receipt.unknown', undefined]);
});

test('papers of a whole delivery are for whoever may see all of it', async () => {
  const rows = await api.database.sql<{ id: string; number: string }[]>`
    select document_id as id, number from document_links join receipts on receipts.id = subject_id`;
  const seen = async (name: string) => {
    const answers = await Promise.all(
      rows.map(async ({ id, number }) => ((await get(name, `/documents/${id}`)).status === 200 ? number : [])),
    );
    return answers.flat().sort();
  };
  expect(await seen('whole')).toEqual(['R-CHEESE', 'R-MIXED']);
  expect(await seen('cheese')).toEqual(['R-CHEESE']);
  expect(await seen('dry')).toEqual([]);
});

test('of an order and a notice they see the same, with what came of it', async () => {
  for (const [noun, id] of Object.entries(expectedIds)) {
    const seen = async (name: string) => {
      const { body } = await get(name, `/${noun}/${id}`);
      const [listed] = await items(name, `/${noun}`);
      if (body.code) return [body.code, listed];
      expect(listed).toEqual(body);
      const { lines, receipts } = body as { lines: Record<string, unknown>[]; receipts: Record<string, unknown>[] };
      return [...lines.map(({ item, receivedQuantity }) => [item, Number(receivedQuantity) > 0]), receipts.length];
    };
    const came = noun === 'purchase-orders';
    expect(await seen('whole'), noun).toEqual([['GC-BULK', came], ['CRISP', came], came ? 1 : 0]);
    expect(await seen('dry'), noun).toEqual([['CRISP', came], came ? 1 : 0]);
    for (const name of ['kit', 'elsewhere', 'other'])
      expect(await seen(name), `${noun} ${name}`).toEqual([
        `${noun === 'purchase-orders' ? 'purchase-order' : 'advance-notice'}.unknown`,
        undefined,
      ]);
  }
});

test('readings are seen where goods of theirs stand', async () => {
  const seen = async (name: string) =>
    (await items(name, '/temperature-readings')).map(({ location }) => location).sort();
  expect(await seen('whole')).toEqual(['C-01', 'D-01', 'DOCK-IN']);
  for (const name of ['cheese', 'dry', 'entity']) expect(await seen(name), name).toEqual(['DOCK-IN']);
  for (const name of ['kit', 'elsewhere', 'other']) expect(await seen(name), name).toEqual([]);
});

test('filters find no more than that', async () => {
  const { sql } = api.database;
  const [lot] = await sql<{ code: string }[]>`
    select lot.code from lots lot join items item on item.id = item_id where item.category = 'cheese' limit 1`;
  expect(await items('dry', `/receipts?lot=${lot?.code}`)).toEqual([]);
  expect(await items('dry', '/receipts?item=GC-BULK')).toEqual([]);
  expect(await items('dry', '/receipts?purchaseOrder=purchase_order&item=CRISP')).toMatchObject([
    { number: 'R-MIXED' },
  ]);
  expect(await items('cheese', '/receipts')).toMatchObject([{ number: 'R-CHEESE' }, { number: 'R-MIXED', lines: 1 }]);
});
