import { describe, expect, test } from 'vitest';
import { type PolicyKey, policyCatalogue, policyKeys } from '#domain/policies.ts';
import { mostSpecific, type PolicyRow } from '#domain/policy-resolution.ts';
import {
  countOf,
  millisecondsOfDays,
  millisecondsOfMinutes,
  parsePolicyKey,
  parsePolicyValue,
} from '#domain/policy-values.ts';
import { codeOf } from './refusal.ts';

const at = new Date('2026-10-01T00:00:00Z');
const scope = { itemId: 'salmon', category: 'seafood', siteId: 'EWR', entityId: 'MFF', jurisdiction: 'US' };
let made = 0;
const given = (row: Partial<PolicyRow>): PolicyRow => ({
  id: `row-${++made}`,
  key: 'supplier_risk_limit',
  scopeKind: 'global',
  scopeKey: null,
  value: '70',
  version: 1,
  effectiveFrom: new Date('2026-01-01T00:00:00Z'),
  effectiveUntil: null,
  approvedBy: 'dana',
  ...row,
});
const limit = (...rows: PolicyRow[]) => mostSpecific('supplier_risk_limit', rows, scope, at);

describe("a policy's value", () => {
  test.each(policyKeys)('%s accepts what is installed, unchanged', (key) => {
    const { installed } = policyCatalogue[key];
    expect(parsePolicyValue(key, installed)).toEqual({ ok: true, value: installed });
  });

  test.each<[PolicyKey, unknown]>([
    ['supplier_risk_limit', '100.01'],
    ['supplier_risk_limit', '-1'],
    ['supplier_risk_limit', '1e1'],
    ['supplier_risk_limit', null],
    ['supplier_risk_limit', '70.001'],
    ['release_approvals', '0'],
    ['release_approvals', '1.5'],
    ['review_remind_after_minutes', '0'],
    ['certificate_may_follow', 'yes'],
    ['certificate_may_follow', 1],
    ['last_day_of_use', 'tomorrow'],
    ['required_certificates', 'certificate_of_analysis'],
    ['required_certificates', ['diploma']],
    ['effectiveness_level_class_1', 'F'],
    ['document_retention_years', '0'],
    ['document_retention_years', '7.5'],
    ['disposal_witness_from_value', '0.001'],
    ['required_certificates', ['certificate_of_analysis', 'certificate_of_analysis']],
  ])('%s refuses %j', (key, value) => expect(codeOf(parsePolicyValue(key, value))).toBe('policy.out-of-range'));

  test('numbers and switches may come as text, and are kept in one form', () => {
    expect(parsePolicyValue('supplier_risk_limit', 70)).toEqual({ ok: true, value: '70' });
    expect(parsePolicyValue('supplier_risk_limit', '70.50')).toEqual({ ok: true, value: '70.5' });
    expect(parsePolicyValue('inspection_waived', 'true')).toEqual({ ok: true, value: true });
    expect(parsePolicyValue('required_certificates', [])).toEqual({ ok: true, value: [] });
  });

  test('both bounds are within', () => {
    expect(['0', '100'].map((value) => parsePolicyValue('supplier_risk_limit', value).ok)).toEqual([true, true]);
  });

  test('a refusal says what would do', () => {
    expect(parsePolicyValue('release_approvals', '3', '/value')).toMatchObject({
      violation: {
        message: 'release_approvals has to be a whole number of people from 1 to 2: "3"',
        pointer: '/value',
      },
    });
  });

  test('a refused choice names the words there are', () => {
    expect(parsePolicyValue('last_day_of_use', 'never')).toMatchObject({
      violation: { message: 'last_day_of_use has to be one of "expiry date", "day before expiry": "never"' },
    });
  });

  test('an unknown key is refused', () => {
    expect(codeOf(parsePolicyKey('mood'))).toBe('policy.unknown');
    expect(parsePolicyKey('disposal_approvals')).toEqual({ ok: true, value: 'disposal_approvals' });
  });

  test('durations and counts become what timers and comparisons take', () => {
    expect(millisecondsOfMinutes('0.002')).toBe(120);
    expect(millisecondsOfMinutes('1440')).toBe(86_400_000);
    expect(millisecondsOfDays('14')).toBe(1_209_600_000);
    expect(countOf('26214400')).toBe(26_214_400);
  });
});

describe('of several policies', () => {
  const rows = [
    given({ value: '70' }),
    given({ scopeKind: 'jurisdiction', scopeKey: 'US', value: '60' }),
    given({ scopeKind: 'entity', scopeKey: 'MFF', value: '50' }),
    given({ scopeKind: 'site', scopeKey: 'EWR', value: '40' }),
    given({ scopeKind: 'category', scopeKey: 'seafood', value: '30' }),
    given({ scopeKind: 'item', scopeKey: 'salmon', value: '20' }),
  ];

  test('the most specific wins: item, category, site, entity, jurisdiction, global', () => {
    const values = rows.map((_, index) => limit(...rows.slice(0, index + 1)).value);
    expect(values).toEqual(['70', '60', '50', '40', '30', '20']);
    expect(limit(...[...rows].reverse()).rowIds).toEqual([rows.at(-1)?.id]);
  });

  test('those of other scopes say nothing, and without any the installed value holds', () => {
    const elsewhere = given({ scopeKind: 'site', scopeKey: 'DEN', value: '1' });
    expect(limit(elsewhere)).toEqual({ value: '70', rowIds: [] });
    expect(mostSpecific('supplier_risk_limit', rows, {}, at).value).toBe('70');
    expect(mostSpecific('supplier_risk_limit', rows, { siteId: null, itemId: null }, at).value).toBe('70');
  });

  test('only approved versions in effect count, the latest of a scope', () => {
    const later = new Date('2026-10-01T00:00:00.001Z');
    expect(limit(given({ value: '1', approvedBy: null })).rowIds).toEqual([]);
    expect(limit(given({ value: '1', effectiveFrom: later })).rowIds).toEqual([]);
    expect(limit(given({ value: '1', effectiveUntil: at })).rowIds).toEqual([]);
    expect(limit(given({ value: '1', effectiveFrom: at, effectiveUntil: later })).value).toBe('1');
    for (const order of [1, -1]) {
      const versions = [given({ value: '1', version: 1 }), given({ value: '2', version: 2 })];
      expect(limit(...(order === 1 ? versions : versions.reverse())).value).toBe('2');
    }
  });

  test('a floor set by law may be tightened below, never loosened, not even by a later version', () => {
    const law = given({ scopeKind: 'jurisdiction', scopeKey: 'US', value: '60', byLaw: true });
    const looser = given({ scopeKind: 'site', scopeKey: 'EWR', value: '80' });
    expect(limit(law, looser)).toEqual({ value: '60', rowIds: [looser.id, law.id] });
    expect(limit(law, given({ scopeKind: 'site', scopeKey: 'EWR', value: '10' })).value).toBe('10');
    const own = given({ value: '50' });
    expect(limit(law, own)).toEqual({ value: '50', rowIds: [own.id] });
    expect(limit(law)).toEqual({ value: '60', rowIds: [law.id] });
    expect(limit(law, given({ scopeKind: 'jurisdiction', scopeKey: 'US', value: '90', version: 9 })).value).toBe('60');
  });

  test('stricter means more approvals, fewer waivers, more certificates and more checks', () => {
    const floor = (key: PolicyKey, value: PolicyRow['value'], own: PolicyRow['value']) =>
      mostSpecific(
        key,
        [given({ key, value, byLaw: true }), given({ key, value: own, scopeKind: 'site', scopeKey: 'EWR' })],
        scope,
        at,
      ).value;
    expect(floor('disposal_approvals', '2', '1')).toBe('2');
    expect(floor('disposal_approvals', '2', '3')).toBe('3');
    expect(floor('inspection_waived', false, true)).toBe(false);
    expect(floor('inspection_waived', true, false)).toBe(false);
    expect(floor('required_certificates', ['health_certificate'], ['certificate_of_analysis'])).toEqual([
      'certificate_of_analysis',
      'health_certificate',
    ]);
    expect(floor('required_certificates', ['health_certificate'], ['health_certificate'])).toEqual([
      'health_certificate',
    ]);
    expect(floor('disposal_witness_required', true, false)).toBe(true);
    expect(floor('disposal_witness_required', false, true)).toBe(true);
    expect(floor('effectiveness_level_class_1', 'A', 'E')).toBe('A');
    expect(floor('effectiveness_level_class_2', 'C', 'A')).toBe('A');
    expect(floor('last_day_of_use', 'day before expiry', 'expiry date')).toBe('expiry date');
  });
});
