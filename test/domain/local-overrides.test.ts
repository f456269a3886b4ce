import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type GlobalItem, type LocalOverride, localItem, localParty } from '#domain/local-overrides.ts';

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

test('whatever is overridden, a storage range never reaches beyond the record’s', () => {
  const degrees = fc.integer({ min: -30, max: 30 }).map(String);
  const overrides = fc.array(fc.record({ min: degrees, max: degrees }).map((value) => own('storageRange', value)));
  fc.assert(
    fc.property(overrides, (all) => {
      const { value } = localItem(item, all, here).storageRange;
      expect(Number(value?.min)).toBeGreaterThanOrEqual(0);
      expect(Number(value?.max)).toBeLessThanOrEqual(4);
    }),
  );
});
