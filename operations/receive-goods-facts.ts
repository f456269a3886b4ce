import type { CertificateOnRecord, LotAtReceipt } from '#db/queries/lots-at-receipt.ts';
import type { AskedNames, KnownItem, KnownNames } from '#db/queries/receiving-names.ts';
import { dateInZone } from '#domain/calendar-date.ts';
import { parseGtin } from '#domain/gs1.ts';
import { localItem, localParty, type Place, storageRangeOf, wholeRange } from '#domain/local-overrides.ts';
import { locationKinds } from '#domain/movements.ts';
import {
  type ItemFacts,
  type ReceiptFacts,
  type ReceiptLineFacts,
  type ReceiptPolicies,
  receiptPolicyKeys,
} from '#domain/receipt-facts.ts';
import type { PolicyBook } from './policy-book.ts';
import type { StatedDelivery, StatedDeliveryLine } from './receive-goods-command.ts';

/** What is known of the lots a delivery names, once they are locked; empty before. */
export type LotsOnRecord = {
  /** By the line's place in the delivery; undefined where this delivery is the lot's first. */
  lots: readonly (LotAtReceipt | undefined)[];
  certificates: readonly CertificateOnRecord[];
};
export const noLotsOnRecord: LotsOnRecord = { lots: [], certificates: [] };

export const namesIn = (delivery: StatedDelivery): AskedNames => ({
  site: delivery.site,
  owner: delivery.owner,
  supplier: delivery.supplier,
  items: itemNames(delivery.lines),
  locations: [...new Set(delivery.lines.map(({ location }) => location))],
  receiptNumber: delivery.number ?? null,
  purchaseOrder: delivery.purchaseOrder ?? null,
  advanceNotice: delivery.advanceNotice ?? null,
  documentIds: [...new Set(documentsIn(delivery).map(({ documentId }) => documentId))],
});

/** Codes as they were sent, and GTINs as fourteen digits, as they are kept. */
export const itemNames = (lines: readonly { item: string }[]): string[] => [
  ...new Set(lines.map(({ item }) => gtinIn(item) ?? item)),
];

/** Every document a delivery names, with the place it names it at. */
export const documentsIn = ({ documentIds = [], lines }: StatedDelivery): { documentId: string; pointer: string }[] => [
  ...documentIds.map((documentId, index) => ({ documentId, pointer: `/documentIds/${index}` })),
  ...lines.flatMap(({ certificates = [] }, line) =>
    certificates.flatMap(({ documentId }, index) =>
      documentId ? [{ documentId, pointer: `/lines/${line}/certificates/${index}/documentId` }] : [],
    ),
  ),
];

/** The item a line names, by its code or by a GTIN of it or of one of its units. */
export function itemOf(items: readonly KnownItem[], named: string): KnownItem | undefined {
  const gtin = gtinIn(named);
  return items.find(({ code, gtins }) => code === named || (gtin !== undefined && gtins.includes(gtin)));
}

function gtinIn(named: string): string | undefined {
  const parsed = parseGtin(named);
  return parsed.ok ? parsed.value : undefined;
}

const looksLikeGtin = (named: string): boolean => /^([0-9]{8}|[0-9]{12,14})$/.test(named);

/** The delivery as the rules judge it: what was stated, beside what is known of each thing it names. */
export function factsOf(
  delivery: StatedDelivery,
  number: string,
  happenedAt: Date,
  known: KnownNames,
  book: PolicyBook,
  onRecord: LotsOnRecord,
): ReceiptFacts {
  const reference = (
    stated: string | null | undefined,
    found: KnownNames['purchaseOrder'] | KnownNames['advanceNotice'],
  ) => (found ? { number: found.number, says: found } : stated ? { number: stated, says: null } : null);
  const policiesOf = policyReader(book, known);
  return {
    number,
    arrivedOn: dateInZone(happenedAt, known.site?.timeZone ?? 'UTC'),
    site: { code: delivery.site, known: known.site !== null },
    owner: {
      code: delivery.owner,
      known: known.owner !== null,
      mayHoldStockAtSite: known.owner?.mayHoldStockAtSite ?? false,
    },
    supplier: {
      // The one that the code leads to, as orders and notices name it.
      code: known.supplier?.code ?? delivery.supplier,
      known: known.supplier !== null,
      riskScore: known.supplier
        ? localParty({ ...known.supplier, name: '' }, known.supplier.overrides, placeOf(known)).riskScore.value
        : null,
      blocked: known.supplier?.blocked ?? false,
      certificates: known.supplier?.certificates ?? [],
    },
    purchaseOrder: reference(delivery.purchaseOrder, known.purchaseOrder),
    advanceNotice: reference(delivery.advanceNotice, known.advanceNotice),
    arrivalTemperatureCelsius: delivery.arrivalTemperatureCelsius ?? null,
    lines: delivery.lines.map((line, index) => lineFacts(line, known, policiesOf, onRecord.lots[index], onRecord)),
  };
}

function lineFacts(
  line: StatedDeliveryLine,
  known: KnownNames,
  policiesOf: (item: KnownItem | undefined) => ReceiptPolicies,
  lot: LotAtReceipt | undefined,
  { certificates }: LotsOnRecord,
): ReceiptLineFacts {
  const item = itemOf(known.items, line.item);
  const place = known.locations.find(({ code }) => code === line.location);
  const papers = lot ? certificates.filter(({ lotId }) => lotId === lot.id) : [];
  const amountOf = (lines: readonly { itemId: string; quantity: string }[] | undefined) =>
    lines?.find(({ itemId }) => itemId === item?.id)?.quantity;
  const ordered = amountOf(known.purchaseOrder?.lines);
  return {
    stated: statedLine(line, papers),
    item: item ? itemFacts(item, placeOf(known)) : null,
    location: { known: place !== undefined, forStock: locationKinds.some((kind) => kind === place?.kind) },
    earlier: lot
      ? {
          receipt: lot.firstReceipt ?? lot.code,
          manufacturedOn: lot.manufacturedOn,
          expiresOn: lot.expiresOn,
          traceabilityLotCode: lot.traceabilityLotCode,
        }
      : null,
    certificatesOnRecord: papers.filter(({ state }) => state === 'given'),
    ordered:
      ordered === undefined
        ? null
        : { quantity: ordered, receivedBefore: amountOf(known.purchaseOrder?.received) ?? '0' },
    noticed: known.advanceNotice?.lines.filter(({ itemId }) => itemId === item?.id) ?? [],
    policies: policiesOf(item),
  };
}

/** A paper that its issuer has withdrawn serves no more, whoever sends it again. */
function statedLine(line: StatedDeliveryLine, papers: readonly CertificateOnRecord[]): ReceiptLineFacts['stated'] {
  const isWithdrawn = (kind: string, number: string | null) =>
    papers.some((paper) => paper.state === 'withdrawn' && paper.kind === kind && paper.number === number);
  return {
    item: line.item,
    gtin: looksLikeGtin(line.item) ? line.item : null,
    location: line.location,
    supplierLotNumber: line.supplierLotNumber ?? null,
    traceabilityLotCode: line.traceabilityLotCode ?? null,
    traceabilityLotCodeSourceGln: line.traceabilityLotCodeSourceGln ?? null,
    traceabilityLotCodeSourceReference: line.traceabilityLotCodeSourceReference ?? null,
    manufacturedOn: line.manufacturedOn ?? null,
    expiresOn: line.expiresOn ?? null,
    quantity: line.quantity ?? null,
    unit: line.unit ?? null,
    certificates: (line.certificates ?? [])
      .map(({ kind, number = null, expiresOn = null, announced = false }) => ({ kind, number, expiresOn, announced }))
      .filter(({ kind, number }) => !isWithdrawn(kind, number)),
  };
}

const placeOf = ({ site, owner }: KnownNames): Place => ({ siteId: site?.id ?? null, entityId: owner?.id ?? null });

/** An item as it is at the site and for the owner that it arrives for. */
function itemFacts(item: KnownItem, place: Place): ItemFacts {
  const storageRange = storageRangeOf(item.storageMin, item.storageMax);
  const local = localItem({ ...item, name: '', storageRange }, item.overrides, place);
  return {
    code: item.code,
    category: item.category,
    lotControlled: item.lotControlled,
    onTraceabilityList: item.traceabilityList,
    shelfLifeDays: local.shelfLifeDays.value,
    storageCelsius: wholeRange(local.storageRange.value),
    blocked: item.blocked,
    units: item.units,
  };
}

export const policyScopeOf = ({ site, owner }: KnownNames) => ({
  siteId: site?.id ?? null,
  entityId: owner?.id ?? null,
});

/** Reads each item's policies once, however many lines name it. */
function policyReader(book: PolicyBook, known: KnownNames): (item: KnownItem | undefined) => ReceiptPolicies {
  const read = new Map<string | undefined, ReceiptPolicies>();
  return (item) => {
    const scope = { ...policyScopeOf(known), itemId: item?.id ?? null, category: item?.category ?? null };
    const policies =
      read.get(item?.id) ??
      // One entry per key, each read by that key: exactly what the type spells out.
      (Object.fromEntries(receiptPolicyKeys.map((key) => [key, book.read(key, scope).value])) as ReceiptPolicies);
    read.set(item?.id, policies);
    return policies;
  };
}
