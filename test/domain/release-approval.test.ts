import { describe, expect, test } from 'vitest';
import type { Caller } from '#domain/caller.ts';
import { installedRoles } from '#domain/installed-roles.ts';
import { offeredReleaseActions } from '#domain/release-actions.ts';
import {
  mayApprove,
  mayRecordResults,
  mayReject,
  mayReleaseUrgently,
  type Release,
  releaseStates,
  sameTerms,
} from '#domain/release-approval.ts';
import { followRelease, metRelease, nextReleaseDeadline, openedRelease } from '#domain/release-progress.ts';
import type { Role } from '#domain/rights.ts';
import { codeOf } from './refusal.ts';

const caller = (role: Role, id: string = role, siteId: string | null = null): Caller => ({
  kind: 'person',
  id,
  name: id,
  grants: [{ role, rights: installedRoles[role], entityId: null, siteId }],
});
const manager = caller('quality_manager');
const approver = caller('quality_approver');
const inspector = caller('quality_inspector');

const release: Release = {
  state: 'open',
  scope: { siteId: 'EWR', entityId: 'MFF', category: 'cheese' },
  resultsVersion: 2,
  outcome: 'pass',
  approvals: [],
  approvalsNeeded: 1,
  inOrder: false,
  terms: null,
  dueAt: '2026-11-08T00:00:00.000Z',
  places: [{ location: 'C-01', heldBy: [] }],
  expiredOn: null,
  urgentAllowed: true,
  conditionsAllowed: true,
  decided: null,
};
const held = [{ location: 'C-01', heldBy: ['H-1'] }];
const all = { part: null, conditions: null };
const limited = { part: null, conditions: { customers: ['SEA'], useBy: null } };
const approve = (by: Caller, change: Partial<Release> = {}, terms = all as typeof all | typeof limited, version = 2) =>
  mayApprove(by, { ...release, ...change }, { terms, resultsVersion: version });
const first = [{ byId: approver.id, byName: 'Ines', at: '2026-11-01T00:00:00.000Z' }];
const reason = 'The supplier has never failed';

describe('an approval', () => {
  test('is complete with the last one needed', () => {
    expect(approve(approver)).toEqual({ ok: true, value: { complete: true } });
    expect(approve(approver, { approvalsNeeded: 2 })).toEqual({ ok: true, value: { complete: false } });
    expect(approve(manager, { approvalsNeeded: 2, approvals: first })).toEqual({ ok: true, value: { complete: true } });
  });

  test.each([
    ['by whom the right is missing', inspector, {}, 'access.right-missing'],
    ['by who has it elsewhere', caller('quality_approver', 'x', 'CHI'), {}, 'access.right-missing'],
    ['by a key', { ...approver, kind: 'api_key' as const }, {}, 'release.second-person-required'],
    ['of held stock', approver, { places: held }, 'stock.held'],
    ['before the results', approver, { outcome: 'incomplete' as const }, 'release.results-missing'],
    ['of failed results', approver, { outcome: 'fail' as const }, 'release.results-missing'],
    ['by the same person again', approver, { approvals: first, approvalsNeeded: 2 }, 'release.second-person-required'],
    [
      'by somebody else for the same person',
      { ...manager, onBehalfOf: { id: approver.id, name: 'Ines' } },
      { approvals: first, approvalsNeeded: 2 },
      'release.second-person-required',
    ],
    [
      'that comes second and is no manager’s where there is an order',
      caller('quality_approver', 'another'),
      { approvals: first, approvalsNeeded: 2, inOrder: true },
      'release.manager-required',
    ],
  ] as const)('%s is refused', (_what, by, change, expected) => {
    expect(codeOf(approve(by, change))).toBe(expected);
  });

  test.each(releaseStates.filter((state) => state !== 'open'))('of what is %s is refused', (state) => {
    expect(codeOf(approve(manager, { state }))).toBe('release.already-decided');
    expect(codeOf(mayReject(manager, { ...release, state }, { reason }))).toBe('release.already-decided');
    expect(codeOf(mayReleaseUrgently(manager, { ...release, state }, { reason }))).toBe('release.already-decided');
  });

  test('is given to the results that are there, to the terms of the first, and to conditions where policy has them', () => {
    expect(codeOf(approve(manager, {}, all, 1))).toBe('release.results-changed');
    expect(codeOf(approve(manager, { terms: limited, approvals: first, approvalsNeeded: 2 }))).toBe(
      'release.terms-differ',
    );
    expect(codeOf(approve(manager, { terms: limited, approvals: first, approvalsNeeded: 2 }, limited))).toBe('allowed');
    expect(codeOf(approve(manager, { conditionsAllowed: false }, limited))).toBe('release.conditions-not-allowed');
    const other = { part: null, conditions: { customers: ['A', 'B'], useBy: null } };
    expect(sameTerms(other, { part: null, conditions: { customers: ['B', 'A'], useBy: null } })).toBe(true);
  });
});

describe('results', () => {
  test('are entered before the release and after an urgent one, by who inspects there', () => {
    expect(codeOf(mayRecordResults(inspector, release))).toBe('allowed');
    expect(codeOf(mayRecordResults(inspector, { ...release, state: 'released_urgently' }))).toBe('allowed');
    expect(codeOf(mayRecordResults(inspector, { ...release, state: 'approved' }))).toBe('result.not-owed');
    expect(codeOf(mayRecordResults(caller('finance'), release))).toBe('access.right-missing');
  });
});

describe('an urgent release', () => {
  const waiting = { ...release, outcome: 'incomplete' as const };
  test('is by its own right, with a reason, before the results, of free stock, where policy allows it', () => {
    const ask = (by: Caller, change: Partial<Release> = {}, why = reason) =>
      codeOf(mayReleaseUrgently(by, { ...waiting, ...change }, { reason: why }));
    expect(ask(manager)).toBe('allowed');
    expect(ask(approver)).toBe('access.right-missing');
    expect(ask(manager, {}, 'now')).toBe('reason.too-short');
    expect(ask(manager, { outcome: 'pass' })).toBe('release.not-urgent');
    expect(ask(manager, { places: held })).toBe('stock.held');
    expect(ask(manager, { urgentAllowed: false })).toBe('release.urgent-not-allowed');
  });
});

test('a page offers each action, or says why not', () => {
  const offered = offeredReleaseActions(inspector, release, {
    mayRelease: { ok: true, value: undefined },
    exceptionOpen: false,
    hasSpecification: false,
    now: new Date('2026-11-01T00:00:00Z'),
    maxExtensionDays: 14,
  });
  expect(offered.map(({ action, allowed, ...rest }) => [action, allowed || ('code' in rest && rest.code)])).toEqual([
    ['record_results', 'specification.unknown'],
    ['approve', 'access.right-missing'],
    ['take_back_approval', 'access.right-missing'],
    ['reject', 'access.right-missing'],
    ['release_urgently', 'access.right-missing'],
    ['extend', 'access.right-missing'],
    ['settle_exception', 'access.right-missing'],
  ]);
});

describe('the deadlines of a release', () => {
  const at = (day: number) => `2026-11-0${day}T00:00:00.000Z`;
  const opened = openedRelease('RA-1', { remindAt: at(2), escalateAt: at(3), dueAt: at(5) });
  const standing = { releaseId: 'r', releaseNumber: 'RA-1', version: 1, state: 'open' as const, dueAt: at(5) };

  test('come one after the other, and none when it is over', () => {
    const seen: string[] = [];
    for (let next = nextReleaseDeadline(opened), now = opened; next; next = nextReleaseDeadline(now)) {
      seen.push(`${next.what} ${next.at}`);
      now = metRelease(now, next);
    }
    expect(seen).toEqual([`remind ${at(2)}`, `escalate ${at(3)}`, `hold ${at(5)}`]);
    expect(nextReleaseDeadline({ ...opened, state: 'approved' })).toBeNull();
  });

  test('move with a due date that moved, those that would have passed left out, and an older standing changes nothing', () => {
    const later = followRelease(opened, { ...standing, version: 3, state: 'released_urgently', dueAt: at(8) }, at(5));
    expect(later).toMatchObject({ state: 'released_urgently', remindAt: null, escalateAt: at(6), holdAt: at(8) });
    expect(followRelease(later, { ...standing, version: 2 }, at(5))).toBe(later);
  });
});
