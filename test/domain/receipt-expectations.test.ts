import { describe, expect, test } from 'vitest';
import { checkReceipt } from '#domain/receipt-check.ts';
import type { ReceiptFacts } from '#domain/receipt-facts.ts';
import { givenLine, givenReceipt } from './receipt-given.ts';

const tasksOf = (facts: Partial<ReceiptFacts>) =>
  checkReceipt(givenReceipt(facts))
    .lines.flatMap(({ defects }) => defects)
    .map(({ code, message, pointer }) => `${code} ${pointer}: ${message}`);

describe('against the purchase order', () => {
  test('an order nobody knows, or one of somebody else, is told once for the receipt', () => {
    const lines = [givenLine({ quantity: '60' }), givenLine({ quantity: '60' })];
    expect(tasksOf({ lines, purchaseOrder: { number: 'PO-9', says: null } })).toEqual([
      'receipt.purchase-order-unknown /purchaseOrder: Nobody knows purchase order PO-9',
    ]);
    const says = { supplier: 'OLP', owner: 'MFF', site: 'EWR' };
    expect(tasksOf({ lines, purchaseOrder: { number: 'PO-9', says } })).toEqual([
      'receipt.purchase-order-differs /purchaseOrder: PO-9 names supplier OLP, site EWR',
    ]);
  });

  test('an item that was not ordered', () => {
    expect(tasksOf({ lines: [givenLine({}, { ordered: null })] })).toEqual([
      'receipt.item-not-on-order /lines/0/item: GC-BULK is not on PO-1',
    ]);
  });

  test('more than ordered, counting what came before and the other lines', () => {
    const lines = (receivedBefore: string) => [
      givenLine({ quantity: '60' }, { ordered: { quantity: '300', receivedBefore } }),
      givenLine({ quantity: '60' }, { ordered: { quantity: '300', receivedBefore } }),
    ];
    expect(tasksOf({ lines: lines('6') })).toEqual([]);
    expect(tasksOf({ lines: lines('6.0001') })).toEqual([
      'receipt.more-than-ordered /lines/0/quantity: 306.0001 of GC-BULK received on PO-1, 300 ordered',
    ]);
  });

  test('an item named by its code on one line and by a GTIN on the next is one item', () => {
    const lines = [givenLine({ quantity: '60' }), givenLine({ quantity: '60', item: '09521101001013' })];
    expect(tasksOf({ lines })).toEqual([]);
  });

  test('less than ordered, unless the advance notice foretold it', () => {
    const short = (noticed: { supplierLotNumber: string; quantity: string }[]) =>
      givenLine({ quantity: '117' }, { ordered: { quantity: '300', receivedBefore: '0' }, noticed });
    expect(tasksOf({ advanceNotice: null, lines: [short([])] })).toEqual([
      'receipt.less-than-ordered /lines/0/quantity: 292.5 of GC-BULK received on PO-1, 300 ordered',
    ]);
    expect(tasksOf({ lines: [short([{ supplierLotNumber: '6238-B', quantity: '292.5' }])] })).toEqual([]);
  });
});

describe('against the advance notice', () => {
  test('a notice nobody knows, or one for another place', () => {
    expect(tasksOf({ advanceNotice: { number: 'ASN-9', says: null } })).toEqual([
      'receipt.advance-notice-unknown /advanceNotice: Nobody knows advance notice ASN-9',
    ]);
    const says = { supplier: 'TGD', owner: 'FTB', site: 'ONT' };
    expect(tasksOf({ advanceNotice: { number: 'ASN-9', says } })).toEqual([
      'receipt.advance-notice-differs /advanceNotice: ASN-9 names owner FTB',
    ]);
  });

  test('an item or a lot that was not announced', () => {
    expect(tasksOf({ lines: [givenLine({}, { noticed: [] })] })).toEqual([
      'receipt.item-not-on-notice /lines/0/item: GC-BULK is not on ASN-1',
    ]);
    expect(
      tasksOf({ lines: [givenLine({}, { noticed: [{ supplierLotNumber: '6245-A', quantity: '300' }] })] }),
    ).toEqual([
      'receipt.lot-not-on-notice /lines/0/supplierLotNumber: Lot 6238-B of GC-BULK is not on ASN-1, which names 6245-A',
    ]);
    expect(tasksOf({ lines: [givenLine({}, { noticed: [{ supplierLotNumber: null, quantity: '300' }] })] })).toEqual(
      [],
    );
  });

  test('more or less than announced, beyond the tolerance', () => {
    const noticed = (quantity: string) =>
      tasksOf({
        purchaseOrder: null,
        lines: [givenLine({}, { noticed: [{ supplierLotNumber: '6238-B', quantity }] })],
      });
    expect(noticed('306')).toEqual([]);
    expect(noticed('310')).toEqual([
      'receipt.less-than-noticed /lines/0/quantity: 300 of GC-BULK received, 310 on ASN-1',
    ]);
    expect(noticed('290')).toEqual([
      'receipt.more-than-noticed /lines/0/quantity: 300 of GC-BULK received, 290 on ASN-1',
    ]);
  });

  test('lines of one lot are compared together', () => {
    const lines = [givenLine({ quantity: '100' }), givenLine({ quantity: '20' })];
    expect(tasksOf({ lines })).toEqual([]);
  });
});

test('a receipt that refers to nothing is compared with nothing', () => {
  expect(
    tasksOf({ purchaseOrder: null, advanceNotice: null, lines: [givenLine({}, { ordered: null, noticed: [] })] }),
  ).toEqual([]);
});
