import { policyCatalogue } from '#domain/policies.ts';
import type { ItemFacts, ReceiptFacts, ReceiptLineFacts, ReceiptPolicies, StatedLine } from '#domain/receipt-facts.ts';

export const installedPolicies: ReceiptPolicies = {
  supplier_risk_limit: policyCatalogue.supplier_risk_limit.installed,
  shelf_life_tolerance_days: policyCatalogue.shelf_life_tolerance_days.installed,
  required_certificates: policyCatalogue.required_certificates.installed,
  required_supplier_certificates: policyCatalogue.required_supplier_certificates.installed,
  certificate_may_follow: policyCatalogue.certificate_may_follow.installed,
  purchase_order_tolerance_percent: policyCatalogue.purchase_order_tolerance_percent.installed,
  last_day_of_use: policyCatalogue.last_day_of_use.installed,
};

export const goatCheese: ItemFacts = {
  code: 'GC-BULK',
  category: 'cheese',
  lotControlled: true,
  onTraceabilityList: true,
  shelfLifeDays: 70,
  storageCelsius: { min: '0', max: '4' },
  units: [
    { unit: 'kg', numerator: '1', denominator: '1' },
    { unit: 'tub', numerator: '5', denominator: '2' },
  ],
};

/** A line without any fault; what a test is about is given over it. */
export function givenLine(
  stated: Partial<StatedLine> = {},
  {
    policies,
    ...facts
  }: Partial<Omit<ReceiptLineFacts, 'stated' | 'policies'>> & { policies?: Partial<ReceiptPolicies> } = {},
): ReceiptLineFacts {
  return {
    stated: {
      item: 'GC-BULK',
      gtin: null,
      location: 'DOCK-IN',
      supplierLotNumber: '6238-B',
      traceabilityLotCode: '09521101001013-6238-B',
      traceabilityLotCodeSourceGln: '9521101000023',
      traceabilityLotCodeSourceReference: null,
      manufacturedOn: '2026-08-26',
      expiresOn: '2026-11-04',
      quantity: '120',
      unit: 'tub',
      certificates: [{ kind: 'certificate_of_analysis', number: 'COA-1', expiresOn: null, announced: false }],
      ...stated,
    },
    item: goatCheese,
    location: { known: true, forStock: true },
    earlier: null,
    certificatesOnRecord: [],
    ordered: { quantity: '300', receivedBefore: '0' },
    noticed: [{ supplierLotNumber: '6238-B', quantity: '300' }],
    policies: { ...installedPolicies, ...policies },
    ...facts,
  };
}

const says = { supplier: 'TGD', owner: 'MFF', site: 'ONT' };

/** A receipt without any fault, of one line unless lines are given. */
export const givenReceipt = (facts: Partial<ReceiptFacts> = {}): ReceiptFacts => ({
  number: 'R-1',
  arrivedOn: '2026-09-01',
  site: { code: 'ONT', known: true },
  owner: { code: 'MFF', known: true, mayHoldStockAtSite: true },
  supplier: { code: 'TGD', known: true, riskScore: '38.00' },
  purchaseOrder: { number: 'PO-1', says },
  advanceNotice: { number: 'ASN-1', says },
  arrivalTemperatureCelsius: '2.80',
  lines: [givenLine()],
  ...facts,
});
