import { describe, expect, test } from 'vitest';
import type { Caller } from '#domain/caller.ts';
import { installedRoles } from '#domain/installed-roles.ts';
import {
  allocationsThatNoLongerFit,
  type ChangedLimit,
  compareConditions,
  mayProposeLooser,
  mayTighten,
} from '#domain/limit-changes.ts';
import type { ReleaseConditions } from '#domain/release-approval.ts';
import type { Role } from '#domain/rights.ts';
import { codeOf } from './refusal.ts';

const only = (customers: string[] | null, useBy: string | null = null): ReleaseConditions => ({ customers, useBy });

describe('other conditions', () => {
  test.each([
    ['fewer customers', only(['A', 'B']), only(['A']), 'tighter'],
    ['some customers in place of all', only(null, '2030-01-01'), only(['A'], '2030-01-01'), 'tighter'],
    ['an earlier day', only(['A'], '2030-01-02'), only(['A'], '2030-01-01'), 'tighter'],
    ['a day where there was none', only(['A']), only(['A'], '2030-01-01'), 'tighter'],
    ['the same in another order', only(['A', 'B']), only(['B', 'A']), 'same'],
    ['one customer more', only(['A']), only(['A', 'B']), 'looser'],
    ['another customer', only(['A']), only(['B']), 'looser'],
    ['all customers', only(['A'], '2030-01-01'), only(null, '2030-01-01'), 'looser'],
    ['a later day', only(null, '2030-01-01'), only(null, '2030-01-02'), 'looser'],
    ['no day any more', only(['A'], '2030-01-01'), only(['A']), 'looser'],
    ['none', only(['A']), null, 'looser'],
    ['fewer customers until a later day', only(['A', 'B'], '2030-01-01'), only(['A'], '2030-01-02'), 'looser'],
    ['some where there were none', null, only(['A']), 'tighter'],
    ['none where there were none', null, null, 'same'],
  ] as const)('%s', (_what, before, after, expected) => {
    expect(compareConditions(before, after)).toBe(expected);
  });
});

describe('a change of conditions', () => {
  const caller = (role: Role): Caller => ({
    kind: 'person',
    id: role,
    name: role,
    grants: [{ role, rights: installedRoles[role], entityId: null, siteId: null }],
  });
  const limit: ChangedLimit = {
    number: 'RA-1',
    conditions: only(['A', 'B']),
    endedAt: null,
    scope: { siteId: 'EWR', entityId: 'MFF', category: 'cheese' },
  };
  const reason = 'A customer found the taste off';
  const approver = caller('quality_approver');
  const ended = { ...limit, endedAt: '2026-11-01T00:00:00.000Z' };

  test('that tightens is by who approves releases there, with a reason, and allows nothing new', () => {
    const ask = (by: Caller, conditions: ReleaseConditions | null, of = limit, why = reason) =>
      codeOf(mayTighten(by, of, { conditions, reason: why }));
    expect(ask(approver, only(['A']))).toBe('allowed');
    expect(ask(caller('quality_inspector'), only(['A']))).toBe('access.right-missing');
    expect(ask(approver, only(['C']))).toBe('release.limit-not-tighter');
    expect(ask(approver, only(['B', 'A']))).toBe('release.limit-not-tighter');
    expect(ask(approver, null)).toBe('release.limit-not-tighter');
    expect(ask(approver, only(['A']), ended)).toBe('release.limit-ended');
    expect(ask(approver, only(['A']), limit, 'bad')).toBe('reason.too-short');
  });

  test('that loosens is proposed, and what is not looser is not', () => {
    const ask = (by: Caller, conditions: ReleaseConditions | null, of = limit, why = reason) =>
      codeOf(mayProposeLooser(by, of, { conditions, reason: why }));
    expect(ask(approver, null)).toBe('allowed');
    expect(ask(approver, only(['A', 'B', 'C']))).toBe('allowed');
    expect(ask(approver, only(['A']))).toBe('release.limit-not-looser');
    expect(ask(approver, only(['A', 'B']))).toBe('release.limit-not-looser');
    expect(ask(caller('finance'), null)).toBe('access.right-missing');
    expect(ask(approver, null, ended)).toBe('release.limit-ended');
    expect(ask(approver, null, limit, 'ok')).toBe('reason.too-short');
  });
});

test('allocations that no longer fit are those of another customer, or for a later day, within the reach and of the owner', () => {
  const stock = { lotId: 'L', siteId: 'EWR', locationId: 'C-01', ownerId: 'MFF' };
  const limit = {
    lotId: 'L',
    siteId: 'EWR',
    locationId: null,
    ownerId: 'MFF',
    number: 'RA-1',
    customerIds: ['a'],
    useBy: '2030-01-01',
  };
  const allocation = (id: string, customerId: string, onDay: string, of: Partial<typeof stock> = {}) => ({
    id,
    stock: { ...stock, ...of },
    wanting: { customerIds: [customerId], customerCode: customerId, onDay },
  });
  const open = [
    allocation('fits', 'a', '2030-01-01'),
    allocation('another customer', 'b', '2029-12-31'),
    allocation('too late', 'a', '2030-01-02'),
    allocation('elsewhere', 'b', '2030-01-02', { siteId: 'CHI' }),
    allocation('another owner', 'b', '2030-01-02', { ownerId: 'FTB' }),
  ];
  expect(allocationsThatNoLongerFit([limit], open).map(({ id }) => id)).toEqual(['another customer', 'too late']);
  expect(allocationsThatNoLongerFit([], open)).toEqual([]);
});
