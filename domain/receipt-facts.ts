import type { CalendarDate } from './calendar-date.ts';
import type { CertificateKind } from './certificates.ts';
import type { AutomaticHoldRule } from './holds.ts';
import type { PolicyKey, PolicyValue } from './policies.ts';
import type { Quantity } from './quantity.ts';
import type { RuleViolation } from './result.ts';
import type { Certified } from './supplier-certificates.ts';
import type { TaskKind } from './tasks.ts';
import type { TemperatureRange } from './temperature.ts';

/** Policies a line is judged by, each as it holds for the line's item at the receipt's site and owner. */
export const receiptPolicyKeys = [
  'supplier_risk_limit',
  'shelf_life_tolerance_days',
  'required_certificates',
  'required_supplier_certificates',
  'certificate_may_follow',
  'purchase_order_tolerance_percent',
  'last_day_of_use',
] as const satisfies readonly PolicyKey[];
export type ReceiptPolicies = { readonly [Key in (typeof receiptPolicyKeys)[number]]: PolicyValue<Key> };

/** The policies by which a rule finds a defect at receipt; other rules follow none. */
export const policiesOfReceiptRule: Partial<Record<AutomaticHoldRule, readonly (typeof receiptPolicyKeys)[number][]>> =
  {
    supplier_risk: ['supplier_risk_limit'],
    missing_certificate: ['required_certificates', 'certificate_may_follow', 'required_supplier_certificates'],
    expired_certificate: ['required_certificates', 'required_supplier_certificates'],
    inconsistent_dates: ['shelf_life_tolerance_days'],
    expired: ['last_day_of_use'],
  };

/** An order or notice the receipt refers to: what it says of itself, or null when nobody knows it. */
export type Reference = { number: string; says: { supplier: string; owner: string; site: string } | null };

/** A receipt as it was stated, beside what is known about what it names. Codes are the words people use. */
export type ReceiptFacts = {
  number: string;
  /** The day on which the goods arrived, in the site's time zone. */
  arrivedOn: CalendarDate;
  site: { code: string; known: boolean };
  owner: { code: string; known: boolean; mayHoldStockAtSite: boolean };
  /** A null score means the supplier was never scored, which is no reason to hold. */
  supplier: {
    code: string;
    known: boolean;
    riskScore: string | null;
    blocked?: boolean;
    certificates?: readonly Certified[];
  };
  purchaseOrder: Reference | null;
  advanceNotice: Reference | null;
  arrivalTemperatureCelsius: string | null;
  lines: readonly ReceiptLineFacts[];
};

export type ReceiptLineFacts = {
  stated: StatedLine;
  item: ItemFacts | null;
  /** Whether the place exists at the site, and stock may stand on it. */
  location: { known: boolean; forStock: boolean };
  /** What the first receipt of the same supplier lot of this item said: the lot keeps those dates. */
  earlier: EarlierReceipt | null;
  /** Papers the lot already has, from earlier receipts. */
  certificatesOnRecord: readonly { kind: CertificateKind; expiresOn: CalendarDate | null }[];
  /** The purchase order's quantity of this item, and what arrived on it before this receipt; null if it is not on the order. */
  ordered: { quantity: Quantity; receivedBefore: Quantity } | null;
  /** The advance notice's lines of this item. */
  noticed: readonly { supplierLotNumber: string | null; quantity: Quantity }[];
  policies: ReceiptPolicies;
};

export type StatedLine = {
  item: string;
  gtin: string | null;
  location: string;
  supplierLotNumber: string | null;
  traceabilityLotCode: string | null;
  traceabilityLotCodeSourceGln: string | null;
  traceabilityLotCodeSourceReference: string | null;
  manufacturedOn: string | null;
  expiresOn: string | null;
  quantity: string | null;
  unit: string | null;
  certificates: readonly StatedCertificate[];
};

/** A certificate that came with the goods, or, when announced, is said to follow. */
export type StatedCertificate = { kind: string; number: string | null; expiresOn: string | null; announced: boolean };

export type ItemFacts = {
  code: string;
  category: string;
  lotControlled: boolean;
  /** On the Food Traceability List (21 CFR 1 Subpart S). */
  onTraceabilityList: boolean;
  shelfLifeDays: number | null;
  storageCelsius: TemperatureRange | null;
  /** Nothing of it should arrive; what does is held. */
  blocked?: boolean;
  /** The base unit (1/1) and every other unit the item is counted in. */
  units: readonly { unit: string; numerator: string; denominator: string }[];
};

export type EarlierReceipt = {
  receipt: string;
  manufacturedOn: CalendarDate | null;
  expiresOn: CalendarDate | null;
  traceabilityLotCode: string | null;
};

/** What can be wrong with goods that land all the same. Permanent, kept beside each receipt line. */
export const receiptDefectCodes = [
  'receipt.certificate-missing',
  'receipt.certificate-expired',
  'receipt.supplier-certificate-missing',
  'receipt.supplier-certificate-expired',
  'receipt.dates-inconsistent',
  'receipt.expired',
  'receipt.supplier-risk',
  'receipt.supplier-blocked',
  'receipt.item-blocked',
  'receipt.temperature-out-of-range',
  'receipt.certificate-announced',
  'receipt.traceability-lot-code-missing',
  'receipt.traceability-lot-code-differs',
  'receipt.traceability-source-missing',
  'receipt.purchase-order-unknown',
  'receipt.purchase-order-differs',
  'receipt.item-not-on-order',
  'receipt.more-than-ordered',
  'receipt.less-than-ordered',
  'receipt.advance-notice-unknown',
  'receipt.advance-notice-differs',
  'receipt.item-not-on-notice',
  'receipt.lot-not-on-notice',
  'receipt.more-than-noticed',
  'receipt.less-than-noticed',
] as const;
export type ReceiptDefectCode = (typeof receiptDefectCodes)[number];

/** A defect of a line: it makes a task, or a hold by a rule. `message` is the sentence people read as its reason. */
export type ReceiptDefect = { code: ReceiptDefectCode; message: string; pointer: string } & (
  | { kind: 'hold'; rule: AutomaticHoldRule }
  | { kind: 'task'; task: TaskKind }
);

/** Everything found at once. With any refusal nothing lands; `baseQuantity` is null where the quantity was refused. */
export type ReceiptFindings = {
  refusals: readonly RuleViolation[];
  lines: readonly { baseQuantity: Quantity | null; defects: readonly ReceiptDefect[] }[];
};
