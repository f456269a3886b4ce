import { describe, expect, test } from 'vitest';
import type { Caller } from '#domain/caller.ts';
import { installedRoles } from '#domain/installed-roles.ts';
import {
  mayApprove,
  mayReject,
  mayReleaseUrgently,
  maySettleRelease,
  type Release,
  releaseStates,
} from '#domain/release-approval.ts';
import { mayExtendRelease } from '#domain/release-extension.ts';
import { mayTakeBack } from '#domain/release-take-back.ts';
import type { Role } from '#domain/rights.ts';
import { codeOf } from './refusal.ts';

const caller = (role: Role, id: string = role): Caller => ({
  kind: 'person',
  id,
  name: id,
  grants: [{ role, rights: installedRoles[role], entityId: null, siteId: null }],
});
const manager = caller('quality_manager');
const approver = caller('quality_approver');
const inspector = caller('quality_inspector');
const reason = 'The laboratory answers on Tuesday';

const release: Release = {
  state: 'open',
  scope: { siteId: 'EWR', entityId: 'MFF', category: 'cheese' },
  resultsVersion: 0,
  outcome: 'pass',
  approvals: [],
  approvalsNeeded: 2,
  inOrder: false,
  terms: null,
  dueAt: '2026-11-08T00:00:00.000Z',
  places: [
    { location: 'C-01', heldBy: ['H-1'] },
    { location: 'C-02', heldBy: [] },
  ],
  expiredOn: null,
  urgentAllowed: true,
  conditionsAllowed: true,
  decided: null,
};
const over = releaseStates.filter((state) => state !== 'open' && state !== 'released_urgently');

describe('an extension', () => {
  const now = new Date('2026-11-07T00:00:00Z');
  const ask = (by: Caller, until: string, change: Partial<Release> = {}, why = reason) =>
    codeOf(mayExtendRelease(by, { ...release, ...change }, { until: new Date(until), reason: why, now, maxDays: 14 }));

  test('goes beyond the due date and not beyond what policy allows, to the millisecond', () => {
    expect(ask(approver, '2026-11-08T00:00:00.001Z')).toBe('allowed');
    expect(ask(approver, '2026-11-21T00:00:00.000Z')).toBe('allowed');
    expect(ask(approver, '2026-11-21T00:00:00.001Z')).toBe('release.extension-too-long');
    expect(ask(approver, release.dueAt)).toBe('release.extension-not-later');
    expect(ask(approver, '2026-11-06T00:00:00Z', { dueAt: '2026-11-05T00:00:00.000Z' })).toBe(
      'release.extension-not-later',
    );
  });

  test('is a person’s with the right, and after an urgent release takes the right for that', () => {
    const until = '2026-11-12T00:00:00Z';
    expect(ask(inspector, until)).toBe('access.right-missing');
    expect(ask({ ...approver, kind: 'api_key' }, until)).toBe('release.second-person-required');
    expect(ask(approver, until, { state: 'released_urgently' })).toBe('access.right-missing');
    expect(ask(manager, until, { state: 'released_urgently' })).toBe('allowed');
    expect(ask(approver, until, {}, 'late')).toBe('reason.too-short');
  });

  test.each(over)('of what is %s is refused', (state) => {
    expect(ask(manager, '2026-11-12T00:00:00Z', { state })).toBe('release.already-decided');
  });
});

describe('an approval taken back', () => {
  const given = { approvals: [{ byId: approver.id, byName: 'Ines', at: '2026-11-01T00:00:00.000Z' }] };
  const ask = (by: Caller, change: Partial<Release> = given, why = reason) =>
    codeOf(mayTakeBack(by, { ...release, ...change }, { reason: why }));

  test('is one’s own, or anybody’s by a manager, with a reason', () => {
    expect(ask(approver)).toBe('allowed');
    expect(ask(manager)).toBe('allowed');
    expect(ask(caller('quality_approver', 'another'))).toBe('release.manager-required');
    expect(ask(inspector)).toBe('access.right-missing');
    expect(ask({ ...approver, kind: 'api_key' })).toBe('release.second-person-required');
    expect(ask(approver, given, 'oh')).toBe('reason.too-short');
    expect(ask(approver, {})).toBe('release.nothing-to-take-back');
  });

  test.each(releaseStates.filter((state) => state !== 'open'))('of what is %s is refused', (state) => {
    expect(ask(approver, { ...given, state })).toBe('release.already-decided');
  });
});

describe('holds on a part of what waits', () => {
  const approve = (from: string | null) => {
    const terms = { part: from === null ? null : { from, to: null, quantity: '1' }, conditions: null };
    return codeOf(mayApprove(approver, release, { terms, resultsVersion: 0 }));
  };
  test('stop that part and all of it, and not a part elsewhere', () => {
    expect(approve(null)).toBe('stock.held');
    expect(approve('C-01')).toBe('stock.held');
    expect(approve('C-02')).toBe('allowed');
  });

  test('stop an urgent release in the same way', () => {
    const waiting = { ...release, outcome: 'incomplete' as const };
    const ask = (from: string) =>
      codeOf(
        mayReleaseUrgently(manager, waiting, {
          reason,
          terms: { part: { from, to: null, quantity: '1' }, conditions: null },
        }),
      );
    expect([ask('C-01'), ask('C-02'), codeOf(mayReleaseUrgently(manager, waiting, { reason }))]).toEqual([
      'stock.held',
      'allowed',
      'stock.held',
    ]);
  });
});

test('a lot whose day has passed is neither approved nor released urgently, and may be rejected', () => {
  const expired = { ...release, places: [], expiredOn: '2026-11-01' };
  const terms = { part: null, conditions: null };
  expect(codeOf(mayApprove(approver, expired, { terms, resultsVersion: 0 }))).toBe('release.lot-expired');
  expect(codeOf(mayReleaseUrgently(manager, { ...expired, outcome: 'incomplete' }, { reason }))).toBe(
    'release.lot-expired',
  );
  expect(codeOf(mayReject(approver, expired, { reason }))).toBe('allowed');
});

test('conditions on an urgent release need the policy that allows them', () => {
  const waiting = { ...release, places: [], outcome: 'incomplete' as const, conditionsAllowed: false };
  const terms = { part: null, conditions: { customers: ['SEA'], useBy: null } };
  expect(codeOf(mayReleaseUrgently(manager, waiting, { reason, terms }))).toBe('release.conditions-not-allowed');
});

test.each(releaseStates)(
  'what kept a release that is %s from going on is settled by who may decide about it',
  (state) => {
    const ask = (by: Caller, why = reason) => codeOf(maySettleRelease(by, { ...release, state }, { reason: why }));
    expect([ask(approver), ask(inspector), ask({ ...approver, kind: 'api_key' }), ask(approver, 'now')]).toEqual([
      'allowed',
      'access.right-missing',
      'release.second-person-required',
      'reason.too-short',
    ]);
  },
);
