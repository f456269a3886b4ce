import type { Contact, PostalAddress } from './master-data.ts';
import type { EntityRecord, SiteRecord } from './place-records.ts';
import type { RecordKind, SharedKind } from './record-kinds.ts';
import type { SpecificationRecord } from './specification-values.ts';
import type { CertificateRecord } from './supplier-certificates.ts';
import type { TraceabilityFood } from './traceability-foods.ts';

/** Substances that labels have to name: the nine of US law (FALCPA, FASTER Act), and those of Regulation (EU) 1169/2011. */
export const allergens = [
  'milk',
  'eggs',
  'fish',
  'crustaceans',
  'molluscs',
  'tree_nuts',
  'peanuts',
  'wheat',
  'gluten',
  'soybeans',
  'sesame',
  'celery',
  'mustard',
  'lupin',
  'sulphites',
] as const;

/** A record as people read and propose it: codes in place of ids, decimal strings without needless zeros. */
export type ItemRecord = {
  code: string;
  name: string;
  gtin: string;
  category: string;
  baseUnit: string;
  netWeightKg: string;
  storageMinC: string | null;
  storageMaxC: string | null;
  traceabilityList: boolean;
  traceabilityFood: TraceabilityFood | null;
  traceabilityExemption: string | null;
  /** Null: nobody has said. */
  allergens: readonly string[] | null;
  shelfLifeDays: number;
  inspectionRequired: boolean;
  lotControlled: boolean;
  soldOnlyTo: string | null;
  units: readonly ItemUnit[];
  overridable: readonly string[];
  blocked: boolean;
};
export type ItemUnit = { unit: string; numerator: string; denominator: string; gtin: string | null };

export type PartyRecord = {
  code: string;
  name: string;
  isSupplier: boolean;
  isCustomer: boolean;
  gln: string;
  plantGln: string | null;
  shipToGln: string | null;
  duns: string | null;
  address: PostalAddress;
  servesVulnerablePeople: boolean;
  otherRequirements: readonly string[];
  riskScore: string | null;
  contacts: readonly Contact[];
  shelfLives: readonly { category: string; minimumRemainingDays: number }[];
  overridable: readonly string[];
  blocked: boolean;
};

/** `code` is the site's and its own: `EWR/A-01`. */
export type LocationRecord = {
  code: string;
  kind: string;
  name: string;
  temperatureMinC: string | null;
  temperatureMaxC: string | null;
};

/** What holds of a record's field at a site, for an entity, or for both. */
export type OverrideRecord = {
  of: SharedKind;
  record: string;
  entity: string | null;
  site: string | null;
  field: string;
  value: unknown;
};

export type RecordOf = {
  item: ItemRecord;
  party: PartyRecord;
  location: LocationRecord;
  override: OverrideRecord;
  specification: SpecificationRecord;
  certificate: CertificateRecord;
  site: SiteRecord;
  entity: EntityRecord;
};
export type AnyRecord = RecordOf[RecordKind];

/** Changes of nothing but these may, by policy, do without a second person: no rule reads them. */
export const minorFields: Record<RecordKind, readonly string[]> = {
  item: ['name'],
  party: ['name'],
  location: ['name'],
  override: [],
  specification: [],
  certificate: [],
  site: [],
  entity: [],
};

/** Names of the fields in which two states of a record differ, in the order of the first that has them. */
export function changedFields(before: object | null, after: object): string[] {
  const earlier: Record<string, unknown> = { ...before };
  return Object.entries(after)
    .filter(([field, value]) => ordered(value) !== ordered(earlier[field]))
    .map(([field]) => field);
}

/**
 * The same of two states of a record of a kind. When a specification begins is no change by itself: a version that says what the one
 * before it says would only hide which of them a release was judged by.
 */
export function changesOf(kind: RecordKind, before: object | null, after: object): string[] {
  const changed = changedFields(before, after);
  return kind === 'specification' && before !== null && changed.every((field) => field === 'effectiveFrom')
    ? []
    : changed;
}

/** JSON whose keys are in one order, so that what means the same is the same text. */
export const ordered = (value: unknown): string =>
  JSON.stringify(value ?? null, (_key, member: unknown) =>
    member !== null && typeof member === 'object' && !Array.isArray(member)
      ? Object.fromEntries(Object.entries(member).sort(([a], [b]) => (a < b ? -1 : 1)))
      : member,
  );
