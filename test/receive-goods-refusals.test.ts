import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { OperationContext } from '#operations/context.ts';
import { receiveGoods } from '#operations/receive-goods.ts';
import type { StatedDelivery, StatedDeliveryLine } from '#operations/receive-goods-command.ts';
import { givenContext } from '#test/given/context.ts';
import { cheese, daysFromNow, delivery, rowsOfReceiving } from '#test/given/deliveries.ts';
import { commandOf } from '#test/given/lots.ts';
import { givenStory, importer, personWith } from '#test/given/master-data.ts';
import { type GivenDatabase, givenDatabase } from '#test/setup/database.ts';

let database: GivenDatabase;
let context: OperationContext;

beforeAll(async () => {
  database = await givenDatabase();
  context = givenContext(database.db);
  await givenStory(context);
});
afterAll(() => database.drop());

type Found = { code: string; pointer?: string };

/** What it is refused for, as `code pointer`, and that nothing stayed behind. */
async function refusedFor(stated: StatedDelivery, caller = importer): Promise<string[]> {
  const before = await rowsOfReceiving(database);
  const answer = await receiveGoods(context, commandOf(caller, stated));
  expect(await rowsOfReceiving(database)).toEqual(before);
  if (answer.ok) return [];
  expect(answer.violation.code).toBe('receipt.refused');
  return (answer.violation.problems ?? []).map(({ code, pointer }: Found) => `${code} ${pointer}`);
}

const line = (change: Partial<StatedDeliveryLine>): StatedDelivery => delivery({ lines: [cheese(change)] });
const nobody = '01900000-0000-7000-8000-000000000000';

describe('refused, with the place to look at, and nothing is booked:', () => {
  test.each<[string, StatedDelivery]>([
    ['site.unknown /site', delivery({ site: 'XXX' })],
    ['entity.unknown /owner', delivery({ owner: 'XXX' })],
    ['site.owner-not-allowed /owner', delivery({ owner: 'FTB' })],
    ['supplier.unknown /supplier', delivery({ supplier: 'SEA' })],
    ['temperature.malformed /arrivalTemperatureCelsius', delivery({ arrivalTemperatureCelsius: '3,1' })],
    ['receipt.lines-missing /lines', delivery({ lines: [] })],
    ['item.unknown /lines/0/item', line({ item: 'NO-SUCH' })],
    ['gs1.check-digit-wrong /lines/0/item', line({ item: '09521101001014' })],
    ['location.unknown /lines/0/location', line({ location: 'C-99' })],
    ['location.unknown /lines/0/location', line({ location: 'supplier' })],
    ['receipt.supplier-lot-number-missing /lines/0/supplierLotNumber', line({ supplierLotNumber: null })],
    [
      'receipt.supplier-lot-number-malformed /lines/0/supplierLotNumber',
      line({ supplierLotNumber: 'A\u200bB', traceabilityLotCode: 'T-1' }),
    ],
    ['receipt.traceability-lot-code-malformed /lines/0/traceabilityLotCode', line({ traceabilityLotCode: ' x' })],
    [
      'gs1.check-digit-wrong /lines/0/traceabilityLotCodeSourceGln',
      line({ traceabilityLotCodeSourceGln: '9521101000024' }),
    ],
    ['date.malformed /lines/0/expiresOn', line({ expiresOn: '16.10.2026' })],
    ['date.impossible /lines/0/manufacturedOn', line({ manufacturedOn: '2026-02-30' })],
    ['date.expiry-not-after-manufacture /lines/0/expiresOn', line({ expiresOn: daysFromNow(-7) })],
    ['date.manufactured-in-future /lines/0/manufacturedOn', line({ manufacturedOn: daysFromNow(3) })],
    ['quantity.malformed /lines/0/quantity', line({ quantity: null })],
    ['quantity.malformed /lines/0/quantity', line({ quantity: '1e3' })],
    ['quantity.not-positive /lines/0/quantity', line({ quantity: '0' })],
    ['quantity.too-precise /lines/0/quantity', line({ quantity: '1.00001' })],
    ['quantity.too-large /lines/0/quantity', line({ quantity: '99999999999999' })],
    ['quantity.unit-unknown /lines/0/unit', line({ unit: 'case' })],
    [
      'certificate.kind-unknown /lines/0/certificates/0/kind',
      line({ certificates: [{ kind: 'good_word', number: '1' }] }),
    ],
    [
      'request.malformed /lines/0/certificates/0/number',
      line({ certificates: [{ kind: 'certificate_of_analysis', number: null }] }),
    ],
    ['document.unknown /documentIds/0', delivery({ documentIds: [nobody] })],
    [
      'document.unknown /lines/0/certificates/0/documentId',
      line({ certificates: [{ kind: 'certificate_of_analysis', number: '1', documentId: nobody }] }),
    ],
    ['date.malformed /happenedAt', delivery({ happenedAt: 'yesterday' })],
    ['request.happened-in-future /happenedAt', delivery({ happenedAt: new Date(Date.now() + 60_000).toISOString() })],
    ['request.happened-too-long-ago /happenedAt', delivery({ happenedAt: `${daysFromNow(-8)}T00:00:00Z` })],
  ])('%s', async (problem, stated) => expect(await refusedFor(stated)).toEqual([problem]));
});

test('all problems of all lines come in one answer', async () => {
  const problems = await refusedFor({
    ...delivery({ owner: 'FTB', arrivalTemperatureCelsius: 'warm', documentIds: [nobody] }),
    lines: [
      cheese({ item: 'NO-SUCH' }),
      cheese(),
      cheese({ quantity: '-1', expiresOn: '2026-13-01', location: 'C-99' }),
    ],
  });
  expect(problems.sort()).toEqual([
    'date.impossible /lines/2/expiresOn',
    'document.unknown /documentIds/0',
    'item.unknown /lines/0/item',
    'location.unknown /lines/2/location',
    'quantity.not-positive /lines/2/quantity',
    'site.owner-not-allowed /owner',
    'temperature.malformed /arrivalTemperatureCelsius',
  ]);
});

test('a receipt number is used once', async () => {
  expect(await receiveGoods(context, commandOf(importer, delivery({ number: 'R-OURS' })))).toMatchObject({ ok: true });
  expect(await refusedFor(delivery({ number: 'R-OURS' }))).toEqual(['receipt.number-taken /number']);
});

test('only the right to import history may go back further than the window, and what it brings stays marked', async () => {
  const long = {
    ...line({ manufacturedOn: daysFromNow(-40), expiresOn: daysFromNow(30) }),
    happenedAt: `${daysFromNow(-30)}T08:00:00Z`,
    history: { receivedBy: 'x', lotCodes: ['OLD-1'] },
  };
  const warehouse = personWith('warehouse_lead', 'r.okafor');
  expect(await receiveGoods(context, commandOf(warehouse, long))).toMatchObject({
    violation: { code: 'access.right-missing' },
  });
  const answer = await receiveGoods(context, commandOf(importer, long));

  expect(answer).toMatchObject({ ok: true, value: { lines: [{ lotCode: 'OLD-1' }] } });
  const marks = await database.sql`
    select receipt.imported, movement.imported as movement, audit.imported as audit, receipt.received_by
      from receipts receipt join movements movement on movement.id = receipt.movement_id
      join audit_entries audit on audit.subject_id = receipt.id::text
     where receipt.id = ${answer.ok ? answer.value.receiptId : ''}`;
  expect(marks).toMatchObject([{ imported: true, movement: true, audit: true, received_by: 'x' }]);
});

test('a late report within the window is booked at the time it happened', async () => {
  const happenedAt = new Date(Date.now() - 2 * 86_400_000).toISOString();
  const answer = await receiveGoods(context, commandOf(importer, delivery({ happenedAt })));
  expect(answer).toMatchObject({ ok: true, value: { happenedAt } });
});
