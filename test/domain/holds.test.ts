import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { stateOf } from '#domain/conditions.ts';
import { extendReach, overlap, type Reach, reaches } from '#domain/holds.ts';

const everywhere: Reach = { lotId: 'L', siteId: null, locationId: null };
const atSite: Reach = { lotId: 'L', siteId: 'CHI', locationId: null };
const atLocation: Reach = { lotId: 'L', siteId: 'CHI', locationId: 'QC' };
const stock = (siteId: string, locationId: string, lotId = 'L') => ({ lotId, siteId, locationId });

describe('a hold reaches', () => {
  test('its lot everywhere, at a site, or at one location, and no other lot', () => {
    expect(reaches(everywhere, stock('DEN', 'C-01'))).toBe(true);
    expect(reaches(atSite, stock('CHI', 'C-01'))).toBe(true);
    expect(reaches(atSite, stock('DEN', 'C-01'))).toBe(false);
    expect(reaches(atLocation, stock('CHI', 'QC'))).toBe(true);
    expect(reaches(atLocation, stock('CHI', 'C-01'))).toBe(false);
    expect(reaches(everywhere, stock('CHI', 'QC', 'other'))).toBe(false);
  });

  test('held stock that leaves its reach extends it by no more than the move needs', () => {
    expect(extendReach(atLocation, stock('CHI', 'QC'))).toBe(atLocation);
    expect(extendReach(atLocation, stock('CHI', 'C-01'))).toEqual(atSite);
    expect(extendReach(atSite, stock('CHI', 'C-01'))).toBe(atSite);
    expect(extendReach(atSite, stock('DEN', 'C-01'))).toEqual(everywhere);
    expect(extendReach(atLocation, stock('DEN', 'C-01'))).toEqual(everywhere);
    expect(() => extendReach(atLocation, stock('CHI', 'QC', 'other'))).toThrow('lot L');
  });

  test('an extended hold reaches the new place and everything it reached before', () => {
    const places = fc.record({
      lotId: fc.constant('L'),
      siteId: fc.constantFrom('A', 'B'),
      locationId: fc.constantFrom('1', '2'),
    });
    const holds = fc.oneof(
      fc.constant(everywhere),
      places.map((place): Reach => ({ ...place, locationId: null })),
      places.map((place): Reach => place),
    );
    fc.assert(
      fc.property(holds, places, places, (hold, to, before) => {
        expect(reaches(extendReach(hold, to), to)).toBe(true);
        if (reaches(hold, before)) expect(reaches(extendReach(hold, to), before)).toBe(true);
      }),
    );
  });
});

test('two holds overlap exactly where some place lies within both', () => {
  const reach = (siteId: string | null, locationId: string | null, lotId = 'L'): Reach => ({
    lotId,
    siteId,
    locationId,
  });
  const all = [
    everywhere,
    reach('A', null),
    reach('A', '1'),
    reach('A', '2'),
    reach('B', null),
    reach('B', '1'),
    reach('A', '1', 'other'),
  ];
  const places = ['A', 'B'].flatMap((site) =>
    ['1', '2'].flatMap((place) => [stock(site, place), stock(site, place, 'other')]),
  );
  for (const one of all)
    for (const other of all)
      expect(overlap(one, other)).toBe(places.some((place) => reaches(one, place) && reaches(other, place)));
});

test('a hold hides the condition beneath it and gives it back unchanged', () => {
  expect(stateOf({ condition: 'pending_inspection', held: true, reserved: false })).toBe('quarantined');
  expect(stateOf({ condition: 'pending_inspection', held: false, reserved: false })).toBe('pending_inspection');
  expect(stateOf({ condition: 'approved', held: false, reserved: true })).toBe('allocated');
  expect(stateOf({ condition: 'approved', held: true, reserved: true })).toBe('quarantined');
  expect(stateOf({ condition: 'returned', held: false, reserved: true })).toBe('returned');
});
