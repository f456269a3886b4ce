import { Decimal } from 'decimal.js';
import { certificateDefects } from './receipt-certificates.ts';
import { dateDefects } from './receipt-dates.ts';
import { expectationDefects } from './receipt-expectations.ts';
import type {
  EarlierReceipt,
  ItemFacts,
  ReceiptDefect,
  ReceiptFacts,
  ReceiptFindings,
  ReceiptLineFacts,
} from './receipt-facts.ts';
import { Refusals, refuseHeader, refuseLine } from './receipt-refusals.ts';
import { supplierCertificateDefects } from './receipt-supplier-certificates.ts';
import { celsiusText, isOutside, parseCelsius, rangeText } from './temperature.ts';

/**
 * Everything that is wrong with a receipt, at once: what refuses it, what makes a task, what holds. Pointers are into a
 * body of the receipt's own shape (`/lines/0/supplierLotNumber`).
 */
export function checkReceipt(receipt: ReceiptFacts): ReceiptFindings {
  const refusals = new Refusals();
  refuseHeader(receipt, refusals);
  const quantities = receipt.lines.map((line, index) => refuseLine(line, receipt, `/lines/${index}`, refusals));
  const lines = receipt.lines.map((line, index) => ({
    baseQuantity: quantities[index] ?? null,
    defects: line.item
      ? [
          ...lineDefects({ ...line, item: line.item, earlier: earlierOf(receipt, index) }, receipt, `/lines/${index}`),
          ...expectationDefects(receipt, index, quantities),
        ]
      : [],
  }));
  return { refusals: refusals.found, lines };
}

function lineDefects(
  line: ReceiptLineFacts & { item: ItemFacts },
  receipt: ReceiptFacts,
  pointer: string,
): readonly ReceiptDefect[] {
  return [
    ...riskDefects(line, receipt),
    ...blockDefects(line, receipt, pointer),
    ...certificateDefects(line, receipt, pointer),
    ...supplierCertificateDefects(line, receipt),
    ...dateDefects(line, receipt, pointer),
    ...temperatureDefects(line, receipt),
    ...traceabilityDefects(line, receipt, pointer),
  ];
}

function riskDefects({ policies }: ReceiptLineFacts, { supplier }: ReceiptFacts): readonly ReceiptDefect[] {
  const limit = policies.supplier_risk_limit;
  if (supplier.riskScore === null || !new Decimal(supplier.riskScore).greaterThan(limit)) return [];
  const score = new Decimal(supplier.riskScore).toFixed();
  return [
    {
      kind: 'hold',
      code: 'receipt.supplier-risk',
      rule: 'supplier_risk',
      message: `Risk score ${score} of ${supplier.code} is above ${limit}`,
      pointer: '/supplier',
    },
  ];
}

/** What was blocked was not to come; it is here all the same, and waits until quality has looked at it (law 7). */
function blockDefects(
  { item }: { item: ItemFacts },
  { supplier, number }: ReceiptFacts,
  pointer: string,
): readonly ReceiptDefect[] {
  const defects: ReceiptDefect[] = [];
  if (supplier.blocked)
    defects.push({
      kind: 'hold',
      code: 'receipt.supplier-blocked',
      rule: 'supplier_blocked',
      message: `${supplier.code} is blocked: ${number} was not to come`,
      pointer: '/supplier',
    });
  if (item.blocked)
    defects.push({
      kind: 'hold',
      code: 'receipt.item-blocked',
      rule: 'item_blocked',
      message: `${item.code} is blocked: it was not to come on ${number}`,
      pointer: `${pointer}/item`,
    });
  return defects;
}

/** One reading tells nothing about minutes, so on the dock anything outside the item's range is held. */
function temperatureDefects({ item }: { item: ItemFacts }, receipt: ReceiptFacts): readonly ReceiptDefect[] {
  const stated = receipt.arrivalTemperatureCelsius;
  const range = item.storageCelsius;
  if (stated === null || range === null) return [];
  const celsius = parseCelsius(stated);
  if (!celsius.ok || !isOutside(celsius.value, range)) return [];
  return [
    {
      kind: 'hold',
      code: 'receipt.temperature-out-of-range',
      rule: 'temperature_deviation',
      message: `${item.code} on ${receipt.number} arrived at ${celsiusText(celsius.value)}, outside ${rangeText(range)}`,
      pointer: '/arrivalTemperatureCelsius',
    },
  ];
}

/**
 * 21 CFR 1.1345(a)(1) and (7): receiving listed food records its traceability lot code and the code's source or source
 * reference. A receiver may not mint a missing code (1.1320), except for food from an exempt source (1.1345(b)(1)), which
 * a person has to establish. Goods on the dock are no less there without it, so they land with a task.
 */
function traceabilityDefects(
  { stated, item, earlier }: ReceiptLineFacts & { item: ItemFacts },
  { number }: ReceiptFacts,
  pointer: string,
): readonly ReceiptDefect[] {
  const defects: ReceiptDefect[] = [];
  const code = stated.traceabilityLotCode;
  if (item.onTraceabilityList && code === null)
    defects.push({
      kind: 'task',
      code: 'receipt.traceability-lot-code-missing',
      task: 'complete_traceability_lot_code',
      message: `${item.code} on ${number} carries no traceability lot code; ask its supplier, do not assign one`,
      pointer: `${pointer}/traceabilityLotCode`,
    });
  if (code !== null && earlier !== null && earlier.traceabilityLotCode !== null && earlier.traceabilityLotCode !== code)
    defects.push({
      kind: 'task',
      code: 'receipt.traceability-lot-code-differs',
      task: 'complete_traceability_lot_code',
      message: `Traceability lot code ${code} on ${number}, ${earlier.traceabilityLotCode} on ${earlier.receipt} for the same supplier lot`,
      pointer: `${pointer}/traceabilityLotCode`,
    });
  const source = stated.traceabilityLotCodeSourceGln ?? stated.traceabilityLotCodeSourceReference;
  if (item.onTraceabilityList && source === null)
    defects.push({
      kind: 'task',
      code: 'receipt.traceability-source-missing',
      task: 'complete_traceability_source',
      message: `${item.code} on ${number} names no source of its traceability lot code`,
      pointer: `${pointer}/traceabilityLotCodeSourceGln`,
    });
  return defects;
}

/** What the lot keeps: an earlier receipt's dates, else those of an earlier line of this receipt with the same lot. */
function earlierOf({ number, lines }: ReceiptFacts, index: number): EarlierReceipt | null {
  const line = lines[index];
  if (!line || line.earlier) return line?.earlier ?? null;
  const { supplierLotNumber } = line.stated;
  // By the item that is meant: one line may name it by its code and the next by a GTIN.
  const at = lines.findIndex(
    (other) => other.item?.code === line.item?.code && other.stated.supplierLotNumber === supplierLotNumber,
  );
  const first = lines[at];
  // Goods without a lot number are no lot, so their lines have nothing to agree on.
  if (!first || at >= index || supplierLotNumber === null) return null;
  const { manufacturedOn, expiresOn, traceabilityLotCode } = first.stated;
  return { receipt: `line ${at + 1} of ${number}`, manufacturedOn, expiresOn, traceabilityLotCode };
}
