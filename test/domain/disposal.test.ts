import { expect, test } from 'vitest';
import type { Caller } from '#domain/caller.ts';
import { destructionStates } from '#domain/destruction.ts';
import {
  type Destruction,
  type Disposal,
  disposalStates,
  mayAddPaper,
  mayApproveDisposal,
  mayBeDestroyed,
  mayDestroy,
  mayWitness,
  missingPapers,
} from '#domain/disposal.ts';
import { isAccountedFor, leftOf, withinApproved } from '#domain/disposal-account.ts';
import { mayEndEarly, mayExtendDisposal } from '#domain/disposal-endings.ts';
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
  approvalsNeeded: 1,
  approvedBy: [['ben']],
  destructions: [{ state: 'awaiting_witness' }],
};

test('nobody approves twice, in person, by a stand-in or as one', () => {
  const waiting: Disposal = {
    ...disposal,
    state: 'awaiting_approval',
    approvalsNeeded: 3,
    approvedBy: [['ben', 'ana']],
  };
  const approve = (id: string, onBehalfOf?: string) =>
    mayApproveDisposal(person(id, ['disposal.approve'], onBehalfOf), waiting);
  for (const may of [approve('ben'), approve('ana'), approve('cy', 'ana'), approve('cy', 'ben'), approve('ben', 'cy')])
    expect(codeOf(may)).toBe('disposal.approved-twice');
  expect(approve('cy', 'dee')).toEqual({ ok: true, value: { complete: false } });
});

test('only a run that waits for its witness is witnessed', () => {
  const may = (state: Destruction['state']) =>
    codeOf(mayWitness(person('dee', ['disposal.witness']), disposal, { state }));
  expect(destructionStates.filter((state) => may(state) === 'allowed')).toEqual(['awaiting_witness']);
  expect(may('booked')).toBe('disposal.not-awaiting-witness');
});

test('what a disposal still waits for is told by its state, and each other step is refused with its reason', () => {
  const at = (state: Disposal['state']) => ({ ...disposal, state });
  expect(disposalStates.map((state) => codeOf(mayBeDestroyed(at(state))))).toEqual([
    'disposal.not-approved',
    'allowed',
    'disposal.nothing-left',
    'disposal.over',
    'disposal.over',
  ]);
  expect(disposalStates.map((state) => codeOf(mayAddPaper(person('dee', ['disposal.destroy']), at(state))))).toEqual([
    ...['allowed', 'allowed', 'allowed'],
    ...['disposal.over', 'disposal.over'],
  ]);
});

test('a system with a key neither approves, destroys nor witnesses', () => {
  const key: Caller = { ...person('dee', ['disposal.destroy']), kind: 'api_key' };
  expect(codeOf(mayDestroy(key, disposal))).toBe('disposal.second-person-required');
});

test('the account closes when every unit is destroyed or explained, and lets no more be taken than was approved', () => {
  const account = { decided: '40', surplus: '1', missing: '2', destroyed: '30', pending: '5', givenBack: '0' };
  expect(leftOf(account)).toBe('4');
  expect(withinApproved(account, '4', 'kg').ok).toBe(true);
  expect(codeOf(withinApproved(account, '4.0001', 'kg'))).toBe('disposal.more-than-approved');
  expect(isAccountedFor(account)).toBe(false);
  expect(isAccountedFor({ ...account, destroyed: '34' })).toBe(false);
  expect(isAccountedFor({ ...account, destroyed: '39', pending: '0' })).toBe(true);
});

test('a paper is there when one is about all that was destroyed, or one about each run that is booked', () => {
  const missing = (given: [kind: 'photo' | 'weighbridge_ticket', destructionId: string | null][], runs: string[]) =>
    missingPapers(
      ['photo'],
      given.map(([kind, destructionId]) => ({ kind, destructionId })),
      runs,
    );
  expect(missing([], ['1'])).toEqual(['photo']);
  expect(missing([['weighbridge_ticket', null]], ['1'])).toEqual(['photo']);
  expect(missing([['photo', '1']], ['1', '2'])).toEqual(['photo']);
  expect(missing([['photo', '1']], [])).toEqual(['photo']);
  for (const given of [
    [['photo', null]],
    [
      ['photo', '1'],
      ['photo', '2'],
    ],
  ] as Parameters<typeof missing>[0][])
    expect(missing(given, ['1', '2'])).toEqual([]);
});

test('a disposal is extended to a later instant within the limit, and ended early only where a part is gone and nothing pends', () => {
  const day = 86_400_000;
  const now = new Date('2026-10-01T00:00:00Z');
  const dueAt = new Date(now.getTime() + day);
  const extend = (days: number, by = person('dee', ['disposal.extend']), state: Disposal['state'] = 'approved') =>
    codeOf(
      mayExtendDisposal(
        by,
        { ...disposal, state },
        { until: new Date(now.getTime() + days * day), dueAt, now, maxDays: 14, reason: 'The contractor comes later' },
      ),
    );
  expect([1, 0.5, -1].map((days) => extend(days))).toEqual(Array(3).fill('disposal.extension-not-later'));
  expect([14, 14.001].map((days) => extend(days))).toEqual(['allowed', 'disposal.extension-too-long']);
  expect(extend(2, person('dee', []))).toBe('access.right-missing');
  expect(extend(2, { ...person('dee', ['disposal.extend']), kind: 'api_key' })).toBe('disposal.second-person-required');
  expect(extend(2, undefined, 'closed')).toBe('disposal.over');

  const end = (...states: Destruction['state'][]) =>
    codeOf(
      mayEndEarly(
        person('dee', ['disposal.settle']),
        { ...disposal, destructions: states.map((state) => ({ state })) },
        { reason: 'The plant burnt down yesterday' },
      ),
    );
  expect([end('booked'), end('booked', 'refused', 'struck')]).toEqual(['allowed', 'allowed']);
  expect([end(), end('refused', 'struck')]).toEqual(Array(2).fill('disposal.nothing-destroyed'));
  expect([end('booked', 'awaiting_witness'), end('blocked')]).toEqual(Array(2).fill('disposal.runs-pending'));
});
