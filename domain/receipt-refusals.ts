import { type CalendarDate, parseCalendarDate } from './calendar-date.ts';
import { certificateKinds } from './certificates.ts';
import { parseGln, parseGtin } from './gs1.ts';
import { parseQuantity, type Quantity, toBaseQuantity } from './quantity.ts';
import type { ItemFacts, ReceiptFacts, ReceiptLineFacts, StatedLine } from './receipt-facts.ts';
import { type Result, type RuleViolation, refuse } from './result.ts';
import type { RuleCode } from './rule-codes.ts';
import { parseCelsius } from './temperature.ts';

/** Keeps the values of parsed parts and gathers the refusals of the others, so that one answer names them all. */
export class Refusals {
  readonly found: RuleViolation[] = [];

  take<T>(result: Result<T>): T | null {
    if (result.ok) return result.value;
    this.found.push(result.violation);
    return null;
  }

  add(code: RuleCode, message: string, pointer: string): void {
    this.take(refuse(code, message, pointer));
  }
}

/** What forbids the whole receipt: names nobody knows, an owner without stock at the site, no lines. */
export function refuseHeader(receipt: ReceiptFacts, refusals: Refusals): void {
  const { site, owner, supplier, arrivalTemperatureCelsius, lines } = receipt;
  if (!site.known) refusals.add('site.unknown', `There is no site ${site.code}`, '/site');
  if (!owner.known) refusals.add('entity.unknown', `There is no legal entity ${owner.code}`, '/owner');
  else if (site.known && !owner.mayHoldStockAtSite)
    refusals.add('site.owner-not-allowed', `${owner.code} holds no stock at ${site.code}`, '/owner');
  if (!supplier.known) refusals.add('supplier.unknown', `There is no supplier ${supplier.code}`, '/supplier');
  if (arrivalTemperatureCelsius !== null)
    refusals.take(parseCelsius(arrivalTemperatureCelsius, '/arrivalTemperatureCelsius'));
  if (lines.length === 0) refusals.add('receipt.lines-missing', 'A receipt has at least one line', '/lines');
}

/** What forbids a line; answers its quantity in the item's base unit, or null where there is none to book. */
export function refuseLine(
  { stated, item, location }: ReceiptLineFacts,
  { site, arrivedOn }: ReceiptFacts,
  pointer: string,
  refusals: Refusals,
): Quantity | null {
  if (!item) refusals.add('item.unknown', `There is no item ${stated.item}`, `${pointer}/item`);
  if (stated.gtin !== null) refusals.take(parseGtin(stated.gtin, `${pointer}/gtin`));
  if (site.known && !location.known)
    refusals.add('location.unknown', `${site.code} has no location ${stated.location}`, `${pointer}/location`);
  else if (site.known && !location.forStock)
    refusals.add('location.not-for-stock', `No stock stands at ${stated.location}`, `${pointer}/location`);
  refuseLotNumbers(stated, item, pointer, refusals);
  refuseDates(stated, arrivedOn, pointer, refusals);
  for (const [index, certificate] of stated.certificates.entries()) {
    const at = `${pointer}/certificates/${index}`;
    if (!certificateKinds.some((kind) => kind === certificate.kind))
      refusals.add('certificate.kind-unknown', `There is no kind of certificate "${certificate.kind}"`, `${at}/kind`);
    if (certificate.expiresOn !== null) refusals.take(parseCalendarDate(certificate.expiresOn, `${at}/expiresOn`));
  }
  return refuseQuantity(stated, item, pointer, refusals);
}

function refuseLotNumbers(stated: StatedLine, item: ItemFacts | null, pointer: string, refusals: Refusals): void {
  const { supplierLotNumber, traceabilityLotCode: code, traceabilityLotCodeSourceReference: reference } = stated;
  if (supplierLotNumber === null || supplierLotNumber.trim() === '') {
    // A lot number that is all blanks is none.
    if (supplierLotNumber !== null || (item?.lotControlled ?? true))
      refusals.add(
        'receipt.supplier-lot-number-missing',
        `${stated.item} is received by lot: the supplier's lot number is missing`,
        `${pointer}/supplierLotNumber`,
      );
  } else if (!isLegible(supplierLotNumber))
    refusals.add(
      'receipt.supplier-lot-number-malformed',
      legibility("A supplier's lot number"),
      `${pointer}/supplierLotNumber`,
    );
  if (code !== null && !isLegible(code))
    refusals.add(
      'receipt.traceability-lot-code-malformed',
      legibility('A traceability lot code'),
      `${pointer}/traceabilityLotCode`,
    );
  if (reference !== null && !isLegible(reference, 500))
    refusals.add(
      'receipt.traceability-lot-code-malformed',
      legibility('A source reference', 500),
      `${pointer}/traceabilityLotCodeSourceReference`,
    );
  if (stated.traceabilityLotCodeSourceGln !== null)
    refusals.take(parseGln(stated.traceabilityLotCodeSourceGln, `${pointer}/traceabilityLotCodeSourceGln`));
}

function refuseDates(stated: StatedLine, arrivedOn: CalendarDate, pointer: string, refusals: Refusals): void {
  const read = (date: string | null, name: string): CalendarDate | null =>
    date === null ? null : refusals.take(parseCalendarDate(date, `${pointer}/${name}`));
  const manufacturedOn = read(stated.manufacturedOn, 'manufacturedOn');
  const expiresOn = read(stated.expiresOn, 'expiresOn');
  if (manufacturedOn !== null && manufacturedOn > arrivedOn)
    refusals.add(
      'date.manufactured-in-future',
      `Manufacture on ${manufacturedOn} is after the arrival on ${arrivedOn}`,
      `${pointer}/manufacturedOn`,
    );
  if (manufacturedOn !== null && expiresOn !== null && expiresOn <= manufacturedOn)
    refusals.add(
      'date.expiry-not-after-manufacture',
      `Expiry on ${expiresOn} is not after manufacture on ${manufacturedOn}`,
      `${pointer}/expiresOn`,
    );
}

function refuseQuantity(
  stated: StatedLine,
  item: ItemFacts | null,
  pointer: string,
  refusals: Refusals,
): Quantity | null {
  const quantity = refusals.take(parseQuantity(stated.quantity ?? '', `${pointer}/quantity`));
  if (!item) return null;
  const unit = item.units.find((known) => known.unit === stated.unit);
  if (!unit) {
    const known = item.units.map(({ unit: name }) => name).join(', ');
    refusals.add(
      'quantity.unit-unknown',
      `${item.code} is counted in ${known}: "${stated.unit ?? ''}"`,
      `${pointer}/unit`,
    );
    return null;
  }
  return quantity === null ? null : refusals.take(toBaseQuantity({ quantity, ...unit }, `${pointer}/quantity`));
}

// Wider than the 20 characters of GS1's AI (10), because suppliers without GS1 codes print what they like.
const isLegible = (text: string, most = 50): boolean =>
  text.trim() === text && text !== '' && text.length <= most && !/[\p{Cc}\p{Cf}]/u.test(text);

const legibility = (what: string, most = 50): string =>
  `${what} has 1 to ${most} characters, none of them invisible, and no blanks around it`;
