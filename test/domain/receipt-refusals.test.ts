import { describe, expect, test } from 'vitest';
import { checkReceipt } from '#domain/receipt-check.ts';
import type { ReceiptFacts, ReceiptLineFacts, StatedLine } from '#domain/receipt-facts.ts';
import { givenLine, givenReceipt, goatCheese } from './receipt-given.ts';

const refusalsOf = (facts: Partial<ReceiptFacts>) =>
  checkReceipt(givenReceipt(facts)).refusals.map(({ code, pointer }) => `${code} ${pointer}`);
const ofLine = (stated: Partial<StatedLine>, facts: Parameters<typeof givenLine>[1] = {}) =>
  refusalsOf({ lines: [givenLine(stated, facts)] });

test('a receipt without fault is refused for nothing and makes neither task nor hold', () => {
  expect(checkReceipt(givenReceipt())).toEqual({ refusals: [], lines: [{ baseQuantity: '300', defects: [] }] });
});

describe('a receipt is refused for', () => {
  test.each<[string, Partial<ReceiptFacts>, string]>([
    ['an unknown site', { site: { code: 'XXX', known: false } }, 'site.unknown /site'],
    ['an unknown owner', { owner: { code: 'XXX', known: false, mayHoldStockAtSite: false } }, 'entity.unknown /owner'],
    [
      'an owner who holds no stock there',
      { owner: { code: 'FTB', known: true, mayHoldStockAtSite: false }, purchaseOrder: null, advanceNotice: null },
      'site.owner-not-allowed /owner',
    ],
    [
      'an unknown supplier',
      { supplier: { code: 'XXX', known: false, riskScore: null }, purchaseOrder: null, advanceNotice: null },
      'supplier.unknown /supplier',
    ],
    [
      'an illegible temperature',
      { arrivalTemperatureCelsius: 'cold' },
      'temperature.malformed /arrivalTemperatureCelsius',
    ],
    ['having no line', { lines: [] }, 'receipt.lines-missing /lines'],
  ])('%s', (_, facts, refusal) => expect(refusalsOf(facts)).toEqual([refusal]));

  test.each<[string, Partial<StatedLine>, string]>([
    [
      'no supplier lot number',
      { supplierLotNumber: null },
      'receipt.supplier-lot-number-missing /lines/0/supplierLotNumber',
    ],
    [
      'a blank lot number',
      { supplierLotNumber: '  ' },
      'receipt.supplier-lot-number-missing /lines/0/supplierLotNumber',
    ],
    [
      'a control character in the lot number',
      { supplierLotNumber: '6238\u001dB' },
      'receipt.supplier-lot-number-malformed /lines/0/supplierLotNumber',
    ],
    [
      'an invisible character in the lot number',
      { supplierLotNumber: '6238\u200bB' },
      'receipt.supplier-lot-number-malformed /lines/0/supplierLotNumber',
    ],
    [
      'a lot number longer than any label',
      { supplierLotNumber: '6'.repeat(51) },
      'receipt.supplier-lot-number-malformed /lines/0/supplierLotNumber',
    ],
    [
      'a blank traceability lot code',
      { traceabilityLotCode: ' ' },
      'receipt.traceability-lot-code-malformed /lines/0/traceabilityLotCode',
    ],
    [
      'a blank source reference',
      { traceabilityLotCodeSourceReference: '' },
      'receipt.traceability-lot-code-malformed /lines/0/traceabilityLotCodeSourceReference',
    ],
    [
      'a wrong check digit of the source',
      { traceabilityLotCodeSourceGln: '9521101000024' },
      'gs1.check-digit-wrong /lines/0/traceabilityLotCodeSourceGln',
    ],
    ['a wrong check digit of the item', { gtin: '09521101001014' }, 'gs1.check-digit-wrong /lines/0/gtin'],
    ['a day that does not exist', { manufacturedOn: '2026-02-30' }, 'date.impossible /lines/0/manufacturedOn'],
    ['a date written otherwise', { expiresOn: '04.11.2026' }, 'date.malformed /lines/0/expiresOn'],
    [
      'manufacture after arrival',
      { manufacturedOn: '2026-09-02' },
      'date.manufactured-in-future /lines/0/manufacturedOn',
    ],
    [
      'expiry on the day of manufacture',
      { expiresOn: '2026-08-26' },
      'date.expiry-not-after-manufacture /lines/0/expiresOn',
    ],
    ['no quantity', { quantity: null }, 'quantity.malformed /lines/0/quantity'],
    ['a quantity of nothing', { quantity: '0' }, 'quantity.not-positive /lines/0/quantity'],
    ['a fifth decimal', { quantity: '1.00001' }, 'quantity.too-precise /lines/0/quantity'],
    [
      'more than the ledger holds once converted',
      { quantity: '99999999999999' },
      'quantity.too-large /lines/0/quantity',
    ],
    ['no unit', { unit: null }, 'quantity.unit-unknown /lines/0/unit'],
    ['a unit the item is not counted in', { unit: 'pallet' }, 'quantity.unit-unknown /lines/0/unit'],
    [
      'an unheard-of certificate',
      { certificates: [{ kind: 'diploma', number: '1', expiresOn: null, announced: false }] },
      'certificate.kind-unknown /lines/0/certificates/0/kind',
    ],
    [
      'an impossible date on a certificate',
      { certificates: [{ kind: 'certificate_of_analysis', number: '1', expiresOn: '2026-02-30', announced: false }] },
      'date.impossible /lines/0/certificates/0/expiresOn',
    ],
  ])('%s', (_, stated, refusal) => expect(ofLine(stated)).toEqual([refusal]));

  test.each<[string, Partial<Pick<ReceiptLineFacts, 'item' | 'location'>>, string]>([
    ['an unknown item', { item: null }, 'item.unknown /lines/0/item'],
    ['an unknown location', { location: { known: false, forStock: false } }, 'location.unknown /lines/0/location'],
    [
      'a place where no stock stands',
      { location: { known: true, forStock: false } },
      'location.not-for-stock /lines/0/location',
    ],
  ])('%s', (_, facts, refusal) => expect(ofLine({}, facts)).toEqual([refusal]));
});

test('every problem of every line is in one answer', () => {
  const lines = [
    givenLine({ quantity: '-1', supplierLotNumber: null }),
    givenLine(),
    givenLine({ expiresOn: '2026-13-01', unit: 'box' }, { location: { known: false, forStock: false } }),
  ];
  expect(refusalsOf({ lines, supplier: { code: 'TGD', known: false, riskScore: null } })).toEqual([
    'supplier.unknown /supplier',
    'receipt.supplier-lot-number-missing /lines/0/supplierLotNumber',
    'quantity.not-positive /lines/0/quantity',
    'location.unknown /lines/2/location',
    'date.impossible /lines/2/expiresOn',
    'quantity.unit-unknown /lines/2/unit',
  ]);
});

test('the edges are not refused: made on the day of arrival, a lot number of fifty characters', () => {
  expect(ofLine({ manufacturedOn: '2026-09-01', supplierLotNumber: '6'.repeat(50) })).toEqual([]);
});

test('of an item nobody knows, a lot number is expected', () => {
  expect(ofLine({ supplierLotNumber: null }, { item: null })).toEqual([
    'item.unknown /lines/0/item',
    'receipt.supplier-lot-number-missing /lines/0/supplierLotNumber',
  ]);
});

test('goods that are not controlled by lot need no lot number', () => {
  const item = { ...goatCheese, lotControlled: false, onTraceabilityList: false };
  expect(ofLine({ supplierLotNumber: null, traceabilityLotCode: null }, { item })).toEqual([]);
});
