import type { AnnouncedLine, AnnounceGoods } from './announce-goods.ts';
import type { ReceiveGoods } from './receive-goods-command.ts';
import type { Story, StoryReceipt } from './story-file.ts';

/** The story's receipts in the order in which they happened. */
export const receiptsOf = (story: Story): StoryReceipt[] =>
  story.events.filter((event): event is StoryReceipt => event.type === 'receipt');

/** A receipt in our words, with the names that the story has for its lots. `receivedBy` is the id of the person. */
export const receiptOf = (receipt: StoryReceipt, receivedBy: string): ReceiveGoods => ({
  site: receipt.site,
  owner: receipt.owner,
  supplier: receipt.supplier,
  number: receipt.receipt,
  happenedAt: receipt.at,
  purchaseOrder: receipt.purchase_order,
  advanceNotice: receipt.advance_ship_notice,
  arrivalTemperatureCelsius: receipt.temperature_on_arrival_c,
  lines: receipt.lines.map((line) => ({
    item: line.item,
    location: line.location,
    quantity: line.quantity,
    unit: line.unit,
    supplierLotNumber: line.supplier_lot_number,
    traceabilityLotCode: line.tlc,
    traceabilityLotCodeSourceGln: line.tlc_source_gln,
    manufacturedOn: line.manufactured_on,
    expiresOn: line.expires_on,
    certificates: line.certificates,
  })),
  history: { receivedBy, lotCodes: receipt.lines.map(({ lot }) => lot) },
});

/** The orders and notices that the receipts imply, each for what came, and those whose goods are still on their way. */
export const announcementsOf = (story: Story): AnnounceGoods[] => [
  ...receiptsOf(story).flatMap((receipt) =>
    orderAndNotice(receipt, receipt.at.slice(0, 10), receipt.advance_ship_notice, receipt.lines),
  ),
  ...story.open_orders.flatMap((order) =>
    orderAndNotice(order, order.expected_on, order.advance_ship_notice, order.lines),
  ),
];

function orderAndNotice(
  { site, owner, supplier, purchase_order }: Pick<StoryReceipt, 'site' | 'owner' | 'supplier' | 'purchase_order'>,
  expectedOn: string,
  noticeNumber: string | null,
  goods: readonly { item: string; quantity: string; unit: string; supplier_lot_number: string | null }[],
): AnnounceGoods[] {
  const heading = { site, owner, supplier, expectedOn, imported: true };
  const lines: AnnouncedLine[] = goods.map(({ item, quantity, unit }) => ({ item, quantity, unit }));
  const order = { ...heading, kind: 'purchase_order' as const, number: purchase_order, lines };
  if (noticeNumber === null) return [order];
  const noticed = lines.map((line, index) => ({
    ...line,
    supplierLotNumber: goods[index]?.supplier_lot_number ?? null,
  }));
  return [
    order,
    { ...heading, kind: 'advance_notice', number: noticeNumber, purchaseOrder: purchase_order, lines: noticed },
  ];
}
