import { afterAll, beforeAll, expect, test } from 'vitest';
import type { OperationContext } from '#operations/context.ts';
import { placeHold } from '#operations/place-hold.ts';
import { receiveGoods } from '#operations/receive-goods.ts';
import type { StatedDelivery } from '#operations/receive-goods-command.ts';
import { recordInspection } from '#operations/record-inspection.ts';
import { type GivenApi, givenApi } from '#test/given/api.ts';
import { givenContext } from '#test/given/context.ts';
import { cheese, delivery } from '#test/given/deliveries.ts';
import { commandOf } from '#test/given/lots.ts';
import { importer } from '#test/given/master-data.ts';

let api: GivenApi;
let context: OperationContext;
/** Works at Chicago for everybody, and for one entity everywhere. */
let both: string;

beforeAll(async () => {
  api = await givenApi();
  context = givenContext(api.database.db);
  const reader = { role: 'administrator' };
  await api.person('both', [
    { ...reader, site: 'CHI' },
    { ...reader, entity: 'FTB' },
  ]);
  both = await api.signIn('both');
  for (const [site, owner] of [
    ['EWR', 'MFF'],
    ['CHI', 'MFF'],
    ['DEN', 'FTB'],
  ] as const) {
    const supplierLotNumber = `${site}-${owner}`;
    await receive({ number: `R-${site}-${owner}`, site, owner, lines: [cheese({ supplierLotNumber })] });
  }
});
afterAll(() => api.stop());

async function receive(change: Partial<StatedDelivery>) {
  const received = await receiveGoods(context, commandOf(importer, delivery(change)));
  if (!received.ok) throw new Error(JSON.stringify(received.violation));
}

const items = async (path: string) => {
  const { status, body } = await api.call('GET', path, { token: both });
  expect(status, JSON.stringify(body)).toBe(200);
  return body.items as Record<string, unknown>[];
};

test('receipts are seen by who has one grant that covers site and owner together', async () => {
  expect((await items('/v1/receipts')).map(({ number }) => number).sort()).toEqual(['R-CHI-MFF', 'R-DEN-FTB']);
});

test('so are the papers of lots', async () => {
  expect((await items('/v1/certificates')).map(({ number }) => number).sort()).toEqual(['COA-CHI-MFF', 'COA-DEN-FTB']);
});

test('so is what is expected', async () => {
  const token = await administrator();
  for (const [site, owner] of [
    ['EWR', 'MFF'],
    ['DEN', 'FTB'],
  ]) {
    const lines = [{ item: 'GC-BULK', quantity: '1', unit: 'tub' }];
    const body = { number: `PO-${site}-${owner}`, site, owner, supplier: 'TGD', lines };
    expect(await api.call('POST', '/v1/purchase-orders', { token, body })).toMatchObject({ status: 201 });
  }
  expect((await items('/v1/purchase-orders')).map(({ number }) => number)).toEqual(['PO-DEN-FTB']);
});

test('API keys are listed to who administers keys in their whole scope', async () => {
  const token = await administrator();
  for (const scope of [{ site: 'EWR' }, { site: 'CHI' }, { entity: 'FTB' }, {}]) {
    const body = { name: Object.values(scope).join() || 'everywhere', role: 'integrator', ...scope };
    expect(await api.call('POST', '/v1/api-keys', { token, body })).toMatchObject({ status: 201 });
  }
  expect((await items('/v1/api-keys')).map(({ name }) => name)).toEqual(['CHI', 'FTB']);
});

test('the page of a review shows what its reader may see of the lot, and the rest as a quantity elsewhere', async () => {
  const lot = { supplierLotNumber: 'EVERYWHERE' };
  for (const site of ['EWR', 'CHI']) await receive({ number: `R-PAGE-${site}`, site, lines: [cheese(lot)] });
  const rows = await api.database.sql<{ id: string }[]>`select id from lots where supplier_lot_number = 'EVERYWHERE'`;
  const lotId = rows.map(({ id }) => id).join();
  for (const site of ['EWR', 'CHI']) {
    const inspected = { site, lots: [lotId], result: 'pass' as const, checks: [], documents: [] };
    await recordInspection(context, commandOf(importer, inspected));
  }
  const hold = { lot: lotId, rule: 'pest' as const, reason: 'Moths were seen in the truck' };
  const placed = await placeHold(context, commandOf(importer, hold));
  if (!placed.ok) throw new Error(JSON.stringify(placed.violation));

  await api.person('chicago', [{ role: 'quality_approver', site: 'CHI' }]);
  const token = await api.signIn('chicago');
  const { body } = await api.call('GET', `/v1/quarantine-reviews/${placed.value.reviewId}`, { token });
  expect(body).toMatchObject({
    stockInReach: [{ site: 'CHI', quantity: '50' }],
    stockElsewhere: '50',
    receipts: [{ number: 'R-PAGE-CHI' }],
    inspections: [{ site: 'CHI' }],
  });
  expect([body.receipts, body.inspections]).toMatchObject([{ length: 1 }, { length: 1 }]);
});

let signedIn: string | undefined;
async function administrator(): Promise<string> {
  if (signedIn) return signedIn;
  await api.person('everywhere', [{ role: 'administrator' }, { role: 'order_desk' }]);
  signedIn = await api.signIn('everywhere');
  return signedIn;
}
