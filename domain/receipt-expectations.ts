import { add, compare, differsByMoreThan, type Quantity } from './quantity.ts';
import type { ReceiptDefect, ReceiptDefectCode, ReceiptFacts, ReceiptLineFacts, Reference } from './receipt-facts.ts';

/** Tasks for what differs between a receipt and the order and notice it refers to; `quantities` are in base units, by line. */
export function expectationDefects(
  receipt: ReceiptFacts,
  index: number,
  quantities: readonly (Quantity | null)[],
): readonly ReceiptDefect[] {
  const line = receipt.lines[index];
  if (!line?.item) return [];
  const { purchaseOrder, advanceNotice } = receipt;
  return [
    ...(purchaseOrder ? orderDefects(receipt, purchaseOrder, line, index, quantities) : []),
    ...(advanceNotice ? noticeDefects(receipt, advanceNotice, line, index, quantities) : []),
  ];
}

function orderDefects(
  receipt: ReceiptFacts,
  order: Reference,
  line: ReceiptLineFacts,
  index: number,
  quantities: readonly (Quantity | null)[],
): readonly ReceiptDefect[] {
  const differs = finding('reconcile_purchase_order');
  const heading = index === 0 ? headingDefect(receipt, order, 'purchase order') : null;
  if (order.says === null)
    return heading === null ? [] : [differs('receipt.purchase-order-unknown', heading, '/purchaseOrder')];
  const defects = heading === null ? [] : [differs('receipt.purchase-order-differs', heading, '/purchaseOrder')];
  if (line.ordered === null)
    return [
      ...defects,
      differs('receipt.item-not-on-order', `${line.stated.item} is not on ${order.number}`, `/lines/${index}/item`),
    ];
  const together = lineTotal(receipt, index, quantities, (other) => other.item?.code === line.item?.code);
  if (together === null) return defects;
  const received = add(together, line.ordered.receivedBefore);
  const expected = line.ordered.quantity;
  if (!differsByMoreThan(line.policies.purchase_order_tolerance_percent, expected, received)) return defects;
  const said = `${received} of ${line.stated.item} received on ${order.number}, ${expected} ordered`;
  if (compare(received, expected) > 0)
    return [...defects, differs('receipt.more-than-ordered', said, `/lines/${index}/quantity`)];
  // A part delivery that its advance notice foretold surprises nobody.
  return line.noticed.length > 0
    ? defects
    : [...defects, differs('receipt.less-than-ordered', said, `/lines/${index}/quantity`)];
}

function noticeDefects(
  receipt: ReceiptFacts,
  notice: Reference,
  line: ReceiptLineFacts,
  index: number,
  quantities: readonly (Quantity | null)[],
): readonly ReceiptDefect[] {
  const differs = finding('reconcile_advance_notice');
  const heading = index === 0 ? headingDefect(receipt, notice, 'advance notice') : null;
  if (notice.says === null)
    return heading === null ? [] : [differs('receipt.advance-notice-unknown', heading, '/advanceNotice')];
  const defects = heading === null ? [] : [differs('receipt.advance-notice-differs', heading, '/advanceNotice')];
  const { item, supplierLotNumber } = line.stated;
  if (line.noticed.length === 0)
    return [
      ...defects,
      differs('receipt.item-not-on-notice', `${item} is not on ${notice.number}`, `/lines/${index}/item`),
    ];
  const ofLot = line.noticed.filter(
    (noticed) => noticed.supplierLotNumber === null || noticed.supplierLotNumber === supplierLotNumber,
  );
  if (ofLot.length === 0) {
    const named = line.noticed.map((noticed) => noticed.supplierLotNumber).join(', ');
    return [
      ...defects,
      differs(
        'receipt.lot-not-on-notice',
        `Lot ${supplierLotNumber} of ${item} is not on ${notice.number}, which names ${named}`,
        `/lines/${index}/supplierLotNumber`,
      ),
    ];
  }
  const sameLot = (other: ReceiptLineFacts): boolean =>
    other.item?.code === line.item?.code &&
    ofLot.some(({ supplierLotNumber: lot }) => lot === null || lot === other.stated.supplierLotNumber);
  const received = lineTotal(receipt, index, quantities, sameLot);
  const expected = add(...ofLot.map(({ quantity }) => quantity));
  // Weighed goods never arrive to the gram, so the order's tolerance serves here too.
  if (received === null || !differsByMoreThan(line.policies.purchase_order_tolerance_percent, expected, received))
    return defects;
  return [
    ...defects,
    differs(
      compare(received, expected) > 0 ? 'receipt.more-than-noticed' : 'receipt.less-than-noticed',
      `${received} of ${item} received, ${expected} on ${notice.number}`,
      `/lines/${index}/quantity`,
    ),
  ];
}

/** Quantity of all lines alike; null unless this is the first of them, or where one has no quantity. Said once, not per line. */
function lineTotal(
  receipt: ReceiptFacts,
  index: number,
  quantities: readonly (Quantity | null)[],
  alike: (line: ReceiptLineFacts) => boolean,
): Quantity | null {
  const lines = receipt.lines.flatMap((line, at) => (alike(line) ? [at] : []));
  const amounts = lines.flatMap((at) => quantities[at] ?? []);
  return lines[0] === index && amounts.length === lines.length ? add(...amounts) : null;
}

function headingDefect(receipt: ReceiptFacts, reference: Reference, what: string): string | null {
  if (reference.says === null) return `Nobody knows ${what} ${reference.number}`;
  const { supplier, owner, site } = reference.says;
  const differences = [
    supplier === receipt.supplier.code ? [] : [`supplier ${supplier}`],
    owner === receipt.owner.code ? [] : [`owner ${owner}`],
    site === receipt.site.code ? [] : [`site ${site}`],
  ].flat();
  return differences.length === 0 ? null : `${reference.number} names ${differences.join(', ')}`;
}

const finding =
  (task: 'reconcile_purchase_order' | 'reconcile_advance_notice') =>
  (code: ReceiptDefectCode, message: string, pointer: string): ReceiptDefect => ({
    kind: 'task',
    code,
    task,
    message,
    pointer,
  });
