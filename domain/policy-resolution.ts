import { Decimal } from 'decimal.js';
import { jurisdictionsOf } from './jurisdictions.ts';
import {
  type PolicyKey,
  type PolicyScopeKind,
  type PolicyValue,
  policyCatalogue,
  policyScopeKinds,
} from './policies.ts';
import type { DescribedPolicy } from './policy-definition.ts';
import { maySetFor } from './policy-scopes.ts';

/** One version of a policy at one scope. `scopeKey` is an id or a word, null for global; `byLaw` marks a floor. */
export type PolicyRow = {
  id: string;
  key: PolicyKey;
  scopeKind: PolicyScopeKind;
  scopeKey: string | null;
  value: string | boolean | readonly string[];
  version: number;
  effectiveFrom: Date;
  effectiveUntil: Date | null;
  approvedBy: string | null;
  byLaw?: boolean;
};

/** What is being asked about; a part left out or null matches no row of that kind. */
export type PolicyScope = {
  itemId?: string | null | undefined;
  category?: string | null | undefined;
  siteId?: string | null | undefined;
  entityId?: string | null | undefined;
  /** The country it is in. */
  jurisdiction?: string | null | undefined;
  /** Of what is at several sites at once: the countries of all of them, whose floors hold together. */
  countries?: readonly string[] | undefined;
};

const partOf = {
  item: 'itemId',
  category: 'category',
  site: 'siteId',
  entity: 'entityId',
} as const satisfies Record<Exclude<PolicyScopeKind, 'global' | 'jurisdiction'>, keyof PolicyScope>;

/** The value that holds, and the rows it came from: none where the installed value holds, several where law tightened it. */
export type EffectivePolicy<Key extends PolicyKey> = { value: PolicyValue<Key>; rowIds: readonly string[] };

/**
 * The policy of the most specific scope that has one in effect at an instant (item, category, site, entity, country, the union
 * it is in, global), the highest version of it; what law set anywhere above can be tightened and never loosened.
 */
export function mostSpecific<Key extends PolicyKey>(
  key: Key,
  rows: readonly PolicyRow[],
  scope: PolicyScope,
  at: Date,
): EffectivePolicy<Key> {
  const applying = rows.filter(
    (row) => row.key === key && maySetFor(key, row.scopeKind) && inEffect(row, at) && covers(row, scope),
  );
  const chosen = latestOfEachScope(applying, scope);
  // A floor is no value of its own: one that is laxer than what we chose more widely loosens nothing.
  const narrowest = chosen.find((row) => !isByLaw(row));
  let value: PolicyRow['value'] = narrowest ? narrowest.value : policyCatalogue[key].installed;
  const rowIds = narrowest ? [narrowest.id] : [];
  for (const floor of chosen.filter(isByLaw)) {
    const tightened = stricterOf(key, value, floor.value);
    if (tightened !== value) rowIds.push(floor.id);
    value = tightened;
  }
  // Rows are written through parsePolicyValue of the same key.
  return { value: value as PolicyValue<Key>, rowIds };
}

const isByLaw = (row: PolicyRow): boolean => row.byLaw === true;

// A version that nobody approved is a proposal.
const inEffect = (row: PolicyRow, at: Date): boolean =>
  row.approvedBy !== null && row.effectiveFrom <= at && (row.effectiveUntil === null || at < row.effectiveUntil);

function covers(row: PolicyRow, scope: PolicyScope): boolean {
  const { scopeKind, scopeKey } = row;
  if (scopeKind === 'global') return true;
  if (scopeKey === null) return false;
  if (scopeKind !== 'jurisdiction') return scope[partOf[scopeKind]] === scopeKey;
  const countries = isByLaw(row) ? [...placesOf(scope), ...(scope.countries ?? [])] : placesOf(scope);
  return countries.some((country) => jurisdictionsOf(country).includes(scopeKey));
}

const placesOf = ({ jurisdiction }: PolicyScope): readonly string[] => (jurisdiction ? [jurisdiction] : []);

/** The latest row of each scope, the narrowest first. Law's rows stand apart: no later row of ours replaces one. */
function latestOfEachScope(rows: readonly PolicyRow[], { jurisdiction }: PolicyScope): readonly PolicyRow[] {
  const closest = jurisdiction ? jurisdictionsOf(jurisdiction) : [];
  const rank = ({ scopeKind, scopeKey }: PolicyRow): number =>
    policyScopeKinds.indexOf(scopeKind) + (scopeKind === 'jurisdiction' ? closest.indexOf(scopeKey ?? '') / 10 : 0);
  const replaces = (other: PolicyRow, row: PolicyRow): boolean =>
    other.scopeKind === row.scopeKind &&
    other.scopeKey === row.scopeKey &&
    isByLaw(other) === isByLaw(row) &&
    other.version > row.version;
  return rows
    .filter((row) => !rows.some((other) => replaces(other, row)))
    .sort((left, right) => rank(left) - rank(right));
}

function stricterOf(key: PolicyKey, value: PolicyRow['value'], floor: PolicyRow['value']): PolicyRow['value'] {
  const policy: DescribedPolicy = policyCatalogue[key];
  switch (policy.stricter) {
    case 'lower':
      return new Decimal(String(value)).greaterThan(String(floor)) ? floor : value;
    case 'higher':
      return new Decimal(String(value)).lessThan(String(floor)) ? floor : value;
    case 'false':
      return floor === false ? floor : value;
    case 'true':
      return floor === true ? floor : value;
    case 'later': {
      const options = policy.type === 'choice' ? policy.options : [];
      return options.indexOf(String(value)) < options.indexOf(String(floor)) ? floor : value;
    }
    case 'more': {
      const missing = wordsOf(floor).filter((word) => !wordsOf(value).includes(word));
      return missing.length === 0 ? value : [...wordsOf(value), ...missing];
    }
    case 'none':
      return value;
  }
}

const wordsOf = (value: PolicyRow['value']): readonly string[] => (Array.isArray(value) ? value : []);
