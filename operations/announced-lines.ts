import type { KnownNames } from '#db/queries/receiving-names.ts';
import { parseCalendarDate } from '#domain/calendar-date.ts';
import { parseQuantity, type Quantity, toBaseQuantity } from '#domain/quantity.ts';
import { allow, type Result, type RuleViolation, refuse } from '#domain/result.ts';
import type { AnnouncedLine, AnnounceGoods } from './announce-goods.ts';
import { itemOf } from './receive-goods-facts.ts';

export type ExpectedLine = { itemId: string; supplierLotNumber: string | null; expectedQuantity: Quantity };

/** The lines in base units, and every problem of the announcement at once; with any of them nothing is recorded. */
export function checkAnnouncement(
  input: AnnounceGoods,
  known: KnownNames,
): { lines: ExpectedLine[]; problems: RuleViolation[] } {
  const problems: RuleViolation[] = [];
  const note = (result: Result<unknown>): void => {
    if (!result.ok) problems.push(result.violation);
  };
  if (!known.site) note(refuse('site.unknown', `There is no site ${input.site}`, '/site'));
  if (!known.owner) note(refuse('entity.unknown', `There is no legal entity ${input.owner}`, '/owner'));
  else if (known.site && !known.owner.mayHoldStockAtSite)
    note(refuse('site.owner-not-allowed', `${input.owner} holds no stock at ${input.site}`, '/owner'));
  if (!known.supplier) note(refuse('supplier.unknown', `There is no supplier ${input.supplier}`, '/supplier'));
  else if (known.supplier.blocked && !input.imported)
    note(refuse('supplier.blocked', `${input.supplier} is blocked: nothing is expected from it`, '/supplier'));
  if (input.purchaseOrder && !known.purchaseOrder)
    note(refuse('purchase-order.unknown', `There is no purchase order ${input.purchaseOrder}`, '/purchaseOrder'));
  if (input.expectedOn) note(parseCalendarDate(input.expectedOn, '/expectedOn'));
  if (input.lines.length === 0)
    note(refuse('receipt.lines-missing', 'Something has to be expected: send at least one line', '/lines'));
  const lines = input.lines.flatMap((line, index) => {
    const expected = expectedLine(line, known, `/lines/${index}`);
    note(expected);
    if (itemOf(known.items, line.item)?.blocked && !input.imported)
      note(refuse('item.blocked', `${line.item} is blocked: none of it is expected`, `/lines/${index}/item`));
    return expected.ok ? [expected.value] : [];
  });
  return { lines, problems };
}

function expectedLine(line: AnnouncedLine, { items }: KnownNames, at: string): Result<ExpectedLine> {
  const item = itemOf(items, line.item);
  if (!item) return refuse('item.unknown', `There is no item ${line.item}`, `${at}/item`);
  const unit = item.units.find(({ unit: name }) => name === line.unit);
  if (!unit) {
    const names = item.units.map(({ unit: name }) => name).join(', ');
    return refuse('quantity.unit-unknown', `${item.code} is counted in ${names}: "${line.unit}"`, `${at}/unit`);
  }
  const quantity = parseQuantity(line.quantity, `${at}/quantity`);
  if (!quantity.ok) return quantity;
  const base = toBaseQuantity({ ...unit, quantity: quantity.value }, `${at}/quantity`);
  return base.ok
    ? allow({
        itemId: item.id,
        supplierLotNumber: line.supplierLotNumber?.trim() || null,
        expectedQuantity: base.value,
      })
    : base;
}
