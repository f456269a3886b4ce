import { expect, test } from 'vitest';
import { gapsOf, sumsByOwner, weightOf } from '#domain/destruction-certificate.ts';
import { issuerOf } from '#domain/paper-issuer.ts';

test('a certificate names each gap, and none where all is as it has to be', () => {
  const account = { decided: '40', surplus: '0', missing: '0', destroyed: '40', pending: '0', givenBack: '0' };
  const booked = {
    ...{ run: 1, state: 'booked' as const, startedAt: '2026-10-02T00:00:00.000Z', witnessed: true },
    ...{ weightKg: '40.2', netWeightKg: '40', contractor: 'Garden Waste Inc.', contractorLicence: 'NJ-7' },
  };
  const proved = {
    ...{ state: 'closed' as const, witnessRequired: true, approvalsNeeded: 1, account, papersMissing: [] },
    ...{ approvedAt: ['2026-10-01T00:00:00.000Z'], runs: [booked], unsigned: [], unit: 'kg' },
    ...{
      netWeightKg: '40',
      unvalued: [{ owner: 'MFF', quantity: '0' }],
      issuer: { address: { street: '1 Dock Street' } },
    },
  };
  expect(gapsOf(proved)).toEqual([]);
  expect(
    gapsOf({
      ...proved,
      approvedAt: ['2026-10-03T00:00:00.000Z'],
      account: { ...account, destroyed: '38' },
      runs: [{ ...booked, witnessed: false }],
      papersMissing: ['photo'],
    }),
  ).toEqual([
    '2 of what was decided about is neither destroyed nor explained',
    'Run 1 has no witness',
    'Run 1 began before the disposal was approved',
    'Missing paper: photo',
  ]);
  expect(
    gapsOf({
      ...proved,
      runs: [{ ...booked, weightKg: '39.9', contractorLicence: null }],
      unsigned: ['the approval of dana'],
      netWeightKg: null,
      unvalued: [{ owner: 'NVD', quantity: '12' }],
      issuer: null,
    }),
  ).toEqual([
    'Run 1 weighed 39.9 kg, less than the net weight of 40 kg',
    'Run 1 names no licence of its contractor',
    'Without a signature: the approval of dana',
    'The net weight is not known: the item has none',
    'No cost is known of 12 kg of NVD',
    'Which legal entity issues this is not known',
  ]);
  expect(gapsOf({ ...proved, issuer: { address: { street: '' } } })).toEqual([
    'The address of the issuing legal entity is not known',
  ]);
});

test('sums of a certificate are by owner, exact, and unknown where a cost or a weight is', () => {
  const line = (owner: string, quantity: string) => ({ owner, ownerName: `${owner} Inc.`, quantity });
  const off = (owner: string, quantity: string, amount: string | null) => ({
    ...line(owner, quantity),
    ...{ amount, currency: amount === null ? null : 'USD' },
  });
  const sums = sumsByOwner(
    [line('NVD', '0.1'), line('MFF', '12'), line('NVD', '0.2')],
    [off('MFF', '12', '10.10'), off('MFF', '-1', '-0.10'), off('NVD', '0.3', null)],
    '0.2500',
  );
  expect(sums).toEqual([
    {
      ...{ owner: 'MFF', ownerName: 'MFF Inc.', destroyed: '12', netWeightKg: '3' },
      ...{ value: [{ currency: 'USD', amount: '10.00' }], unvalued: '0' },
    },
    { owner: 'NVD', ownerName: 'NVD Inc.', destroyed: '0.3', netWeightKg: '0.075', value: [], unvalued: '0.3' },
  ]);
  expect(weightOf('12', '0.00000000')).toBeNull();
});

test('who operates the place issues a paper, else the only owner, else nobody', () => {
  expect(issuerOf(['a', 'a'], ['b'])).toBe('a');
  expect(issuerOf([null], ['b', 'b'])).toBe('b');
  expect(issuerOf(['a', null], ['b', 'c'])).toBeNull();
  expect(issuerOf([], [])).toBeNull();
});
