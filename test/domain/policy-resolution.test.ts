import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isJurisdiction, jurisdictionsOf } from '#domain/jurisdictions.ts';
import { type PolicyKey, policyKeys, policyScopeKinds } from '#domain/policies.ts';
import { mostSpecific, type PolicyRow, type PolicyScope } from '#domain/policy-resolution.ts';
import { checkPolicyScope, policyScopes } from '#domain/policy-scopes.ts';
import { codeOf } from './refusal.ts';

const day = (number: number) => new Date(Date.UTC(2026, 0, 1 + number));
const words: Record<Exclude<PolicyRow['scopeKind'], 'global'>, string[]> = {
  item: ['salmon', 'brie'],
  category: ['seafood', 'cheese'],
  site: ['EWR', 'HAM'],
  entity: ['MFF', 'FTB'],
  jurisdiction: ['US', 'DE', 'EU'],
};

const rowOf = fc
  .record({
    scopeKind: fc.constantFrom(...policyScopeKinds),
    which: fc.nat(2),
    value: fc.integer({ min: 0, max: 100 }).map(String),
    version: fc.integer({ min: 1, max: 4 }),
    from: fc.nat(4),
    until: fc.option(fc.nat(4)),
    approvedBy: fc.option(fc.constant('dana'), { freq: 8 }),
    byLaw: fc.boolean(),
  })
  .map(({ which, from, until, scopeKind, ...row }) => {
    const known = scopeKind === 'global' ? [] : words[scopeKind];
    return {
      ...row,
      key: 'supplier_risk_limit' as PolicyKey,
      scopeKind,
      scopeKey: known[which % known.length] ?? null,
      effectiveFrom: day(from),
      effectiveUntil: until === null ? null : day(until),
    };
  });
// No two rows of one place have one version: the database sees to it.
const rowsOf = fc
  .uniqueArray(rowOf, {
    maxLength: 14,
    selector: ({ scopeKind, scopeKey, byLaw, version }) => [scopeKind, scopeKey, byLaw, version].join(),
  })
  .map((rows) => rows.map((row, index): PolicyRow => ({ ...row, id: `row-${index}` })));
const scopeOf = fc.record({
  itemId: fc.constantFrom('salmon', 'brie', null),
  category: fc.constantFrom('seafood', null),
  siteId: fc.constantFrom('EWR', 'HAM', null),
  entityId: fc.constantFrom('MFF', null),
  jurisdiction: fc.constantFrom('US', 'DE', 'FR', null),
  countries: fc.constantFrom([], ['US'], ['US', 'DE']),
});

/** The same said as slowly and plainly as it can be: place by place, the narrowest first; then every floor there is. */
function reference(rows: readonly PolicyRow[], scope: PolicyScope, at: Date): string {
  const holds = (row: PolicyRow) =>
    row.approvedBy !== null &&
    row.effectiveFrom.getTime() <= at.getTime() &&
    (row.effectiveUntil === null || row.effectiveUntil.getTime() > at.getTime());
  const latest = (kind: string, key: string | null | undefined, byLaw: boolean) =>
    rows
      .filter((row) => holds(row) && row.scopeKind === kind && row.scopeKey === key && row.byLaw === byLaw)
      .sort((one, other) => other.version - one.version)[0];
  const { itemId, category, siteId, entityId, jurisdiction, countries = [] } = scope;
  const inUnion = (country: string | null | undefined) => country === 'DE' || country === 'FR';
  const own =
    (itemId && latest('item', itemId, false)) ||
    (category && latest('category', category, false)) ||
    (siteId && latest('site', siteId, false)) ||
    (entityId && latest('entity', entityId, false)) ||
    (jurisdiction && latest('jurisdiction', jurisdiction, false)) ||
    (inUnion(jurisdiction) && latest('jurisdiction', 'EU', false)) ||
    latest('global', null, false);
  let least = Number(own ? own.value : 70);
  const places = [jurisdiction, ...countries].flatMap((country) => (inUnion(country) ? [country, 'EU'] : [country]));
  for (const floor of [
    itemId && latest('item', itemId, true),
    category && latest('category', category, true),
    siteId && latest('site', siteId, true),
    entityId && latest('entity', entityId, true),
    ...places.map((place) => place && latest('jurisdiction', place, true)),
    latest('global', null, true),
  ])
    if (floor) least = Math.min(least, Number(floor.value));
  return String(least);
}

describe('what holds', () => {
  test('is what a slow and plain reading of the same rows finds, whatever is set where, and at the edges of its days', () => {
    fc.assert(
      fc.property(rowsOf, scopeOf, fc.nat(5), fc.constantFrom(-1, 0, 1), (rows, scope, number, edge) => {
        const at = new Date(day(number).getTime() + edge);
        const { value, rowIds } = mostSpecific('supplier_risk_limit', rows, scope, at);
        expect(value).toBe(reference(rows, scope, at));
        // What it says that it follows is what made the value: the last of them has it.
        const last = rows.find(({ id }) => id === rowIds.at(-1));
        expect(last ? last.value : '70').toBe(value);
      }),
      { numRuns: 3_000 },
    );
  });

  test('does not depend on the order in which rows are read', () => {
    fc.assert(
      fc.property(rowsOf, scopeOf, (rows, scope) => {
        const found = mostSpecific('supplier_risk_limit', rows, scope, day(2));
        expect(mostSpecific('supplier_risk_limit', [...rows].reverse(), scope, day(2)).value).toBe(found.value);
      }),
    );
  });

  const floor = (scopeKey: string, value: string): PolicyRow => ({
    id: `law-${scopeKey}`,
    key: 'supplier_risk_limit',
    scopeKind: 'jurisdiction',
    scopeKey,
    value,
    version: 1,
    effectiveFrom: day(0),
    effectiveUntil: null,
    approvedBy: 'dana',
    byLaw: true,
  });
  const limit = (scope: PolicyScope, ...rows: PolicyRow[]) =>
    mostSpecific('supplier_risk_limit', rows, scope, day(1)).value;

  test('is under the law of the country and of the union it is in, the stricter of both', () => {
    const laws = [floor('EU', '50'), floor('DE', '60'), floor('US', '10')];
    expect(limit({ jurisdiction: 'DE' }, ...laws)).toBe('50');
    expect(limit({ jurisdiction: 'FR' }, ...laws)).toBe('50');
    expect(limit({ jurisdiction: 'CH' }, ...laws)).toBe('70');
    expect(limit({ jurisdiction: 'DE' }, floor('EU', '60'), floor('DE', '50'))).toBe('50');
  });

  test('of what is at several sites is under the law of each of them, whichever version theirs has', () => {
    const laws = [{ ...floor('US', '40'), version: 7 }, floor('DE', '30')];
    expect(limit({ countries: ['US', 'DE'] }, ...laws)).toBe('30');
    expect(limit({ countries: ['US'] }, ...laws)).toBe('40');
    expect(limit({ countries: ['US', 'DE'] }, { ...floor('DE', '30'), byLaw: false })).toBe('70');
  });
});

test('a policy is set for what is asked about where it is followed, and for nothing else', () => {
  for (const key of policyKeys) {
    expect(policyScopes[key], key).toContain('global');
    // The country is that of a site.
    const kinds: readonly string[] = policyScopes[key];
    expect(kinds.includes('jurisdiction'), key).toBe(kinds.includes('site'));
  }
  expect(codeOf(checkPolicyScope('document_max_bytes', 'item', '/scopeKind'))).toBe('policy.scope-not-followed');
  expect(checkPolicyScope('document_max_bytes', 'global', '/scopeKind').ok).toBe(true);
  const inert: PolicyRow = {
    ...{ id: 'inert', key: 'document_max_bytes', scopeKind: 'site', scopeKey: 'EWR', value: '1', version: 1 },
    ...{ effectiveFrom: day(0), effectiveUntil: null, approvedBy: 'dana' },
  };
  expect(mostSpecific('document_max_bytes', [inert], { siteId: 'EWR' }, day(1)).rowIds).toEqual([]);
});

test('a jurisdiction is a country by the code that addresses have, or the union', () => {
  expect(['US', 'DE', 'GB', 'EU'].every(isJurisdiction)).toBe(true);
  expect(['XX', 'ZZ', 'UK', 'us', 'USA', ''].some(isJurisdiction)).toBe(false);
  expect(jurisdictionsOf('DE')).toEqual(['DE', 'EU']);
  expect(jurisdictionsOf('CH')).toEqual(['CH']);
});
