import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  type GlobalItem,
  type LocalOverride,
  localItem,
  localParty,
  storageRangeOf,
  wholeRange,
} from '#domain/local-overrides.ts';

const item: GlobalItem = {
  ...{ name: 'Goat cheese', storageRange: { min: '0', max: '4' }, inspectionRequired: false, shelfLifeDays: 70 },
  overridable: ['name', 'storageRange', 'inspectionRequired', 'shelfLifeDays'],
};
const here = { siteId: 'EWR', entityId: 'MFF' };
const own = (
  field: string,
  value: unknown,
  siteId: string | null = 'EWR',
  entityId: string | null = null,
): LocalOverride => ({
  ...{ field, value, siteId, entityId },
});

test('the narrowest override holds: entity at site, site, entity, everybody', () => {
  const all = [
    own('name', 'E', null, 'MFF'),
    own('name', 'S'),
    own('name', 'ES', 'EWR', 'MFF'),
    own('name', 'X', 'ONT'),
  ];
  expect(localItem(item, all, here).name).toEqual({ value: 'ES', origin: 'entity at site' });
  expect(localItem(item, all.slice(0, 2), here).name).toEqual({ value: 'S', origin: 'site' });
  expect(localItem(item, all.slice(0, 1), here).name).toEqual({ value: 'E', origin: 'entity' });
  expect(localItem(item, all.slice(3), here).name).toEqual({ value: 'Goat cheese', origin: 'global' });
});

test('an override that the record no longer allows, or that is looser than the record by now, does not hold', () => {
  const narrow = [own('storageRange', { min: '1', max: '3' })];
  expect(localItem(item, narrow, here).storageRange.value).toEqual({ min: '1', max: '3' });
  expect(localItem({ ...item, overridable: [] }, narrow, here).storageRange.origin).toBe('global');
  const tighter = { ...item, storageRange: { min: '2', max: '3' } };
  expect(localItem(tighter, narrow, here).storageRange).toEqual({ value: { min: '2', max: '3' }, origin: 'global' });
  expect(
    localItem({ ...item, inspectionRequired: true }, [own('inspectionRequired', false)], here).inspectionRequired.value,
  ).toBe(true);
  const party = { name: 'TGD', riskScore: '50', overridable: ['riskScore'] };
  expect(localParty(party, [own('riskScore', '40')], here).riskScore.value).toBe('50');
  expect(localParty(party, [own('riskScore', '60')], here).riskScore.value).toBe('60');
});

test('of a range with one side, no place may be looser there, and each may say the other', () => {
  const frozen = { ...item, storageRange: { min: null, max: '-18' } };
  const at = (min: string, max: string) => localItem(frozen, [own('storageRange', { min, max })], here).storageRange;
  expect(at('-30', '-10')).toEqual({ value: { min: null, max: '-18' }, origin: 'global' });
  expect(at('-30', '-20')).toEqual({ value: { min: '-30', max: '-20' }, origin: 'site' });
  expect(wholeRange(frozen.storageRange)).toBeNull();
});

test('whatever is overridden, and however the record was tightened later, nothing is looser anywhere than the record', () => {
  const degrees = fc.integer({ min: -30, max: 30 }).map(String);
  const side = fc.option(degrees);
  const days = fc.integer({ min: 1, max: 90 });
  const score = fc.integer({ min: 0, max: 100 }).map(String);
  const place = fc.constantFrom<[string | null, string | null]>(['EWR', null], [null, 'MFF'], ['EWR', 'MFF']);
  const value = fc.oneof(
    fc.tuple(fc.constant('storageRange'), fc.record({ min: fc.oneof(degrees, side), max: fc.oneof(degrees, side) })),
    fc.tuple(fc.constant('shelfLifeDays'), days),
    fc.tuple(fc.constant('inspectionRequired'), fc.boolean()),
    fc.tuple(fc.constant('riskScore'), score),
  );
  const overrides = fc.array(
    fc.tuple(value, place).map(([[field, is], [site, entity]]) => own(field, is, site, entity)),
  );
  const records = fc.record({
    storageRange: fc.tuple(side, side).map(([min, max]) => storageRangeOf(min, max)),
    inspectionRequired: fc.boolean(),
    shelfLifeDays: days,
    riskScore: fc.option(score),
  });
  fc.assert(
    // The record is whatever it says now: overrides were taken against any earlier state of it.
    fc.property(overrides, records, (all, { riskScore, ...now }) => {
      const { storageRange, shelfLifeDays, inspectionRequired } = localItem({ ...item, ...now }, all, here);
      const { min, max } = now.storageRange ?? { min: null, max: null };
      if (min !== null) expect(Number(storageRange.value?.min ?? Number.NaN)).toBeGreaterThanOrEqual(Number(min));
      if (max !== null) expect(Number(storageRange.value?.max ?? Number.NaN)).toBeLessThanOrEqual(Number(max));
      expect(shelfLifeDays.value).toBeLessThanOrEqual(now.shelfLifeDays);
      expect(inspectionRequired.value || !now.inspectionRequired).toBe(true);
      const party = localParty({ name: 'TGD', riskScore, overridable: ['riskScore'] }, all, here);
      if (riskScore !== null) expect(Number(party.riskScore.value)).toBeGreaterThanOrEqual(Number(riskScore));
    }),
    { numRuns: 500 },
  );
});
