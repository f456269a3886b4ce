import { expect, test } from 'vitest';
import type { Caller } from '#domain/caller.ts';
import { gapsOf, weightOf } from '#domain/destruction-certificate.ts';
import { type Disposal, mayApproveDisposal, mayDestroy, mayWitness } from '#domain/disposal.ts';
import { isAccountedFor, leftOf, withinApproved } from '#domain/disposal-account.ts';
import type { Right } from '#domain/rights.ts';
import { codeOf } from './refusal.ts';

const person = (id: string, rights: readonly Right[], onBehalfOf?: string): Caller => ({
  kind: 'person',
  id,
  name: id,
  grants: [{ role: 'quality_manager', rights, entityId: null, siteId: null }],
  ...(onBehalfOf && { onBehalfOf: { id: onBehalfOf, name: onBehalfOf } }),
});
const disposal: Disposal = {
  number: 'DS-000001',
  state: 'approved',
  scope: { siteId: null },
  ownerIds: [],
  decidedBy: 'ana',
  approvalsNeeded: 1,
  approvedBy: ['ben'],
  destructions: [{ state: 'awaiting_witness', recordedBy: 'cy', witnessedBy: null }],
};
const [run] = disposal.destructions;

test('who acts on behalf of somebody counts as both', () => {
  const waiting: Disposal = { ...disposal, state: 'awaiting_approval', approvedBy: [] };
  expect(codeOf(mayApproveDisposal(person('dee', ['disposal.approve'], 'ana'), waiting))).toBe(
    'disposal.second-person-required',
  );
  expect(mayApproveDisposal(person('dee', ['disposal.approve']), waiting)).toEqual({
    ok: true,
    value: { complete: true },
  });
  expect(codeOf(mayDestroy(person('dee', ['disposal.destroy'], 'ben'), disposal))).toBe(
    'disposal.second-person-required',
  );
  if (!run) throw new Error('There is one run');
  expect(codeOf(mayWitness(person('dee', ['disposal.witness'], 'cy'), disposal, run))).toBe(
    'disposal.second-person-required',
  );
  expect(mayWitness(person('dee', ['disposal.witness']), disposal, run).ok).toBe(true);
});

test('a system with a key neither approves, destroys nor witnesses', () => {
  const key: Caller = { ...person('dee', ['disposal.destroy']), kind: 'api_key' };
  expect(codeOf(mayDestroy(key, disposal))).toBe('disposal.second-person-required');
});

test('the account closes when every unit is destroyed or explained, and lets no more be taken than was approved', () => {
  const account = { decided: '40', surplus: '1', missing: '2', destroyed: '30', pending: '5' };
  expect(leftOf(account)).toBe('4');
  expect(withinApproved(account, '4', 'kg').ok).toBe(true);
  expect(codeOf(withinApproved(account, '4.0001', 'kg'))).toBe('disposal.more-than-approved');
  expect(isAccountedFor(account)).toBe(false);
  expect(isAccountedFor({ ...account, destroyed: '34' })).toBe(false);
  expect(isAccountedFor({ ...account, destroyed: '39', pending: '0' })).toBe(true);
});

test('a certificate names each gap, and none where all is as it has to be', () => {
  const account = { decided: '40', surplus: '0', missing: '0', destroyed: '40', pending: '0' };
  const booked = { run: 1, state: 'booked' as const, startedAt: '2026-10-02T00:00:00.000Z', witnessed: true };
  const proved = {
    ...{ state: 'closed' as const, witnessRequired: true, approvalsNeeded: 1, account, papersMissing: [] },
    ...{ approvedAt: ['2026-10-01T00:00:00.000Z'], runs: [booked] },
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
  expect(weightOf('12', '0.2500')).toBe('3');
});
