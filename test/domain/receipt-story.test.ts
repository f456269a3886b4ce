import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { dateInZone } from '#domain/calendar-date.ts';
import { checkReceipt } from '#domain/receipt-check.ts';
import type { EarlierReceipt, ItemFacts, ReceiptFindings } from '#domain/receipt-facts.ts';
import { installedPolicies } from './receipt-given.ts';

type Range = { min: string; max: string } | null;
type StoryLine = {
  item: string;
  location: string;
  supplier_lot_number: string;
  tlc: string | null;
  tlc_source_gln: string | null;
  manufactured_on: string;
  expires_on: string;
  quantity: string;
  unit: string;
  certificates: { kind: string; number: string }[];
};
type StoryReceipt = {
  at: string;
  type: 'receipt';
  site: string;
  receipt: string;
  supplier: string;
  owner: string;
  purchase_order: string;
  advance_ship_notice: string;
  temperature_on_arrival_c: string;
  lines: StoryLine[];
};
type StoryHold = { type: 'hold_placed'; lot: string; automatic: boolean; at: string; rule: string; reason: string };
type Story = {
  master_data: {
    items: {
      item: string;
      base_unit: string;
      units: { unit: string; numerator: string; denominator: string }[];
      storage_temperature_c: Range;
      traceability_list: boolean;
      category: string;
      shelf_life_days: string;
    }[];
    sites: { site: string; time_zone: string; stock_owners: string[] }[];
    suppliers: { supplier: string; risk_score: string }[];
    locations: { site: string; location: string }[];
  };
  events: (StoryReceipt | StoryHold)[];
};

// The file's shape is proved by its own check_story.py.
const story = JSON.parse(readFileSync(new URL('../../story/events.json', import.meta.url), 'utf8')) as Story;
const { items, sites, suppliers, locations } = story.master_data;
const receipts = story.events.filter((event): event is StoryReceipt => event.type === 'receipt');

function itemFacts(code: string): ItemFacts | null {
  const item = items.find((known) => known.item === code);
  if (!item) return null;
  return {
    code,
    category: item.category,
    lotControlled: true,
    onTraceabilityList: item.traceability_list,
    shelfLifeDays: Number(item.shelf_life_days),
    storageCelsius: item.storage_temperature_c,
    units: [{ unit: item.base_unit, numerator: '1', denominator: '1' }, ...item.units],
  };
}

function checkAll(): Map<string, ReceiptFindings> {
  const first = new Map<string, EarlierReceipt>();
  const findings = new Map<string, ReceiptFindings>();
  for (const receipt of receipts) {
    const site = sites.find((known) => known.site === receipt.site);
    const supplier = suppliers.find((known) => known.supplier === receipt.supplier);
    const lotOf = (line: StoryLine) => `${receipt.supplier} ${line.supplier_lot_number} ${line.item}`;
    findings.set(
      receipt.receipt,
      checkReceipt({
        number: receipt.receipt,
        arrivedOn: dateInZone(new Date(receipt.at), site?.time_zone ?? 'UTC'),
        site: { code: receipt.site, known: site !== undefined },
        owner: {
          code: receipt.owner,
          known: true,
          mayHoldStockAtSite: site?.stock_owners.includes(receipt.owner) ?? false,
        },
        supplier: { code: receipt.supplier, known: supplier !== undefined, riskScore: supplier?.risk_score ?? null },
        purchaseOrder: null,
        advanceNotice: null,
        arrivalTemperatureCelsius: receipt.temperature_on_arrival_c,
        lines: receipt.lines.map((line) => ({
          stated: {
            item: line.item,
            gtin: null,
            location: line.location,
            supplierLotNumber: line.supplier_lot_number,
            traceabilityLotCode: line.tlc,
            traceabilityLotCodeSourceGln: line.tlc_source_gln,
            traceabilityLotCodeSourceReference: null,
            manufacturedOn: line.manufactured_on,
            expiresOn: line.expires_on,
            quantity: line.quantity,
            unit: line.unit,
            certificates: line.certificates.map((certificate) => ({
              ...certificate,
              expiresOn: null,
              announced: false,
            })),
          },
          item: itemFacts(line.item),
          location: {
            known: locations.some((known) => known.site === receipt.site && known.location === line.location),
            forStock: true,
          },
          earlier: first.get(lotOf(line)) ?? null,
          certificatesOnRecord: [],
          ordered: null,
          noticed: [],
          policies: installedPolicies,
        })),
      }),
    );
    for (const line of receipt.lines)
      if (!first.has(lotOf(line)))
        first.set(lotOf(line), {
          receipt: receipt.receipt,
          manufacturedOn: line.manufactured_on,
          expiresOn: line.expires_on,
          traceabilityLotCode: line.tlc,
        });
  }
  return findings;
}

test('of the story no receipt is refused, and exactly four are held, by the rules and in the words it gives', () => {
  const findings = [...checkAll()];
  expect(findings).toHaveLength(19);
  expect(findings.flatMap(([, { refusals }]) => refusals)).toEqual([]);
  const held = findings.flatMap(([receipt, { lines }]) =>
    lines.flatMap(({ defects }) =>
      defects.map((defect) => [receipt, defect.kind === 'hold' ? defect.rule : defect.code, defect.message]),
    ),
  );
  const atReceipt = story.events.filter(
    (event): event is StoryHold =>
      event.type === 'hold_placed' &&
      event.automatic &&
      ['missing_certificate', 'supplier_risk', 'inconsistent_dates'].includes(event.rule),
  );
  expect(held).toEqual(
    ['R-1002', 'R-1014', 'R-1016', 'R-1018'].map((receipt, index) => [
      receipt,
      atReceipt[index]?.rule,
      atReceipt[index]?.reason,
    ]),
  );
});

test('the story is booked in base units', () => {
  expect(checkAll().get('R-1010')?.lines[0]?.baseQuantity).toBe('1058.2189');
  expect(checkAll().get('R-1004')?.lines[0]?.baseQuantity).toBe('300');
});
