import { describe, expect, test } from 'vitest';
import { limitsOn, mayAllocate, type ReleaseLimit } from '#domain/release-limits.ts';

const limit: ReleaseLimit = {
  number: 'RA-000001',
  lotId: 'lot',
  ownerId: 'MFF',
  siteId: 'EWR',
  locationId: null,
  customerIds: ['sea'],
  useBy: '2026-12-01',
};
const stock = { lotId: 'lot', ownerId: 'MFF', siteId: 'EWR', locationId: 'C-01' };
const sea = { customerIds: ['sea'], customerCode: 'SEA', onDay: '2026-12-01' };
const codeOf = (...asked: Parameters<typeof mayAllocate>) => {
  const may = mayAllocate(...asked);
  return may.ok ? 'allowed' : may.violation.code;
};

describe('stock released with conditions', () => {
  test('goes to the customers named until the day named, that day included', () => {
    expect(codeOf([limit], stock, sea)).toBe('allowed');
    expect(codeOf([limit], stock, { ...sea, customerIds: ['pin'], customerCode: 'PIN' })).toBe(
      'release.customer-not-allowed',
    );
    expect(codeOf([limit], stock, { ...sea, onDay: '2026-12-02' })).toBe('release.use-by-passed');
  });

  test('goes to a customer named before a merge under whichever record of it asks', () => {
    const merged = { ...sea, customerIds: ['sea-kept', 'sea'], customerCode: 'SEA-KEPT' };
    expect(codeOf([limit], stock, merged)).toBe('allowed');
    expect(codeOf([{ ...limit, customerIds: ['sea-kept'] }], stock, merged)).toBe('allowed');
    expect(codeOf([{ ...limit, customerIds: ['pin'] }], stock, merged)).toBe('release.customer-not-allowed');
    expect(codeOf([{ ...limit, customerIds: [] }], stock, merged)).toBe('release.customer-not-allowed');
  });

  test('goes to anybody where only the day is limited, on any day where only customers are', () => {
    const anybody = { ...sea, customerIds: ['pin'] };
    expect(codeOf([{ ...limit, customerIds: null }], stock, anybody)).toBe('allowed');
    expect(codeOf([{ ...limit, useBy: null }], stock, { ...sea, onDay: '2030-01-01' })).toBe('allowed');
  });

  test('keeps every limit it stands under, and none of another owner, place or lot', () => {
    const other = { ...limit, customerIds: ['pin'], useBy: null };
    expect(codeOf([limit, other], stock, sea)).toBe('release.customer-not-allowed');
    expect(limitsOn([limit], { ...stock, ownerId: 'FTB' })).toEqual([]);
    expect(limitsOn([limit], { ...stock, siteId: 'CHI' })).toEqual([]);
    expect(limitsOn([{ ...limit, locationId: 'C-02' }], stock)).toEqual([]);
    expect(limitsOn([{ ...limit, siteId: null }], { ...stock, siteId: 'CHI' })).toHaveLength(1);
    expect(limitsOn([limit], { ...stock, lotId: 'other' })).toEqual([]);
  });
});
