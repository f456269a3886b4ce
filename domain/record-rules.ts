import { itemRules } from './item-rules.ts';
import type { MasterDataRuleCode } from './master-data-codes.ts';
import type { AnyRecord, RecordOf } from './master-records.ts';
import { partyRules } from './party-rules.ts';
import type { ImportedKind, RecordKind, ScoredKind } from './record-kinds.ts';
import type { RuleViolation } from './result.ts';
import { specificationRules } from './specification-rules.ts';

/**
 * Something a record ought to say. `weight` is its part of the score. A proposal may not break what `must` hold and held
 * before; what was broken already stays a gap until somebody closes it.
 */
export type RecordRule<Kept> = {
  code: MasterDataRuleCode;
  /** Where a form points. */
  field: string;
  weight: number;
  must: boolean;
  applies(record: Kept): boolean;
  holds(record: Kept): boolean;
  says(record: Kept): string;
};

/** Grows with each change of a rule or a weight, so that records are scored anew. */
export const rulesEdition = 3;

const locationRules: readonly RecordRule<RecordOf['location']>[] = [
  {
    code: 'location.range-missing',
    field: 'temperatureMinC',
    weight: 10,
    must: false,
    applies: ({ kind }) => kind === 'cooler' || kind === 'freezer',
    holds: ({ temperatureMinC, temperatureMaxC }) => temperatureMinC !== null && temperatureMaxC !== null,
    says: ({ code }) => `${code} does not say between which temperatures it is kept`,
  },
];

/** Every rule by kind of record; local overrides are judged against what they override instead. */
export const recordRules: { [Kind in ImportedKind]: readonly RecordRule<RecordOf[Kind]>[] } = {
  item: itemRules,
  party: partyRules,
  location: locationRules,
  specification: specificationRules,
  certificate: [],
  site: [],
  entity: [],
};

/** What rules ask of the surroundings of a record, as they are at an instant. */
export type RecordFacts = {
  /** Of an item: there is a specification in effect. */
  specified: boolean;
  /** Of a supplier: an audit of its food safety is valid. */
  audited: boolean;
  /** Of a supplier: certificates that ended, and that none has followed. */
  expired: readonly string[];
};

/** What is known of a record alone; its surroundings are in order. */
export const noFacts: RecordFacts = { specified: true, audited: true, expired: [] };

type StandingRule = Omit<RecordRule<AnyRecord>, 'must' | 'holds' | 'says'> & {
  holds(facts: RecordFacts): boolean;
  says(facts: RecordFacts): string;
};

// Its kind is party, hence so is the record.
const isSupplier = (record: AnyRecord) => (record as RecordOf['party']).isSupplier;

/** Rules about the surroundings of a record. No proposal about the record breaks or mends them. */
const standingRules: { [Kind in ScoredKind]?: readonly StandingRule[] } = {
  item: [
    {
      code: 'item.specification-missing',
      field: 'inspectionRequired',
      weight: 15,
      // Its kind is item, hence so is the record.
      applies: (record) => (record as RecordOf['item']).inspectionRequired,
      holds: ({ specified }) => specified,
      says: () => 'It is inspected, and no specification in effect says what it has to be',
    },
  ],
  party: [
    {
      code: 'party.audit-missing',
      field: 'isSupplier',
      weight: 10,
      applies: isSupplier,
      holds: ({ audited }) => audited,
      says: () => 'No food safety audit of it is valid',
    },
    {
      code: 'party.certificate-expired',
      field: 'isSupplier',
      weight: 10,
      applies: isSupplier,
      holds: ({ expired }) => expired.length === 0,
      says: ({ expired }) => `Ended, and nothing has followed: ${expired.join(', ')}`,
    },
  ],
};

/** The rules of a kind, for a record of that kind. */
// The kind and its record belong together, which a lookup by both does not tell the compiler.
const rulesOf = (kind: RecordKind): readonly RecordRule<AnyRecord>[] =>
  kind === 'override' ? [] : (recordRules[kind] as unknown as readonly RecordRule<AnyRecord>[]);

export type Completeness = { score: number; missing: MasterDataRuleCode[] };

/** How much of what its rules ask for a record has: 0 to 100 by weight, rounded down, 100 only where nothing is missing. */
export function completenessOf(kind: ScoredKind, record: AnyRecord, facts: RecordFacts = noFacts): Completeness {
  const { applying, broken } = judge(kind, record, facts);
  const weigh = (rules: readonly { weight: number }[]) => rules.reduce((sum, { weight }) => sum + weight, 0);
  const whole = weigh(applying);
  return {
    score: whole === 0 ? 100 : Math.floor((100 * (whole - weigh(broken))) / whole),
    missing: broken.map(({ code }) => code),
  };
}

/** Rules that hold before a change, or have nothing to hold of yet, and not after it. */
export function newlyBroken(
  kind: RecordKind,
  before: AnyRecord | null,
  after: AnyRecord,
  pointer: string,
): RuleViolation[] {
  return rulesOf(kind)
    .filter((rule) => rule.must && rule.applies(after) && !rule.holds(after))
    .filter((rule) => before === null || !rule.applies(before) || rule.holds(before))
    .map((rule) => ({ code: rule.code, message: rule.says(after), pointer: `${pointer}/${rule.field}` }));
}

/** What each rule says of a record that breaks it, for a page. */
export const gapsOf = (
  kind: ScoredKind,
  record: AnyRecord,
  facts: RecordFacts = noFacts,
): { code: MasterDataRuleCode; says: string }[] =>
  judge(kind, record, facts).broken.map(({ code, says }) => ({ code, says }));

function judge(kind: ScoredKind, record: AnyRecord, facts: RecordFacts) {
  const own = rulesOf(kind).filter((rule) => rule.applies(record));
  const standing = (standingRules[kind] ?? []).filter((rule) => rule.applies(record));
  return {
    applying: [...own, ...standing],
    broken: [
      ...own.filter((rule) => !rule.holds(record)).map((rule) => ({ ...rule, says: rule.says(record) })),
      ...standing.filter((rule) => !rule.holds(facts)).map((rule) => ({ ...rule, says: rule.says(facts) })),
    ],
  };
}
