import { describe, expect, test } from 'vitest';
import {
  mayAttachEvidence,
  mayCancel,
  mayDecide,
  mayExtend,
  type Review,
  reviewStates,
} from '#domain/quarantine-review.ts';
import { givenPerson } from './callers.ts';
import { codeOf } from './refusal.ts';

const now = new Date('2026-10-01T12:00:00Z');
const open: Review = {
  state: 'open',
  requestedBy: 'ana',
  dueAt: new Date('2026-10-03T12:00:00Z'),
  scope: { siteId: 'CHI' },
  ownerIds: ['FTB', 'MFF'],
  decision: null,
};
const decided: Review = {
  ...open,
  state: 'decided',
  decision: { outcome: 'lift', by: 'cy', byName: 'Cy Twombly', at: now },
};
const words = { reason: 'Certificate COA-1 arrived' };
const ben = givenPerson('ben', 'review.decide', 'review.extend', 'review.cancel', 'review.attach-evidence');

describe('a decision', () => {
  test('is taken by an entitled second person, with a reason, on the evidence there is', () => {
    expect(codeOf(mayDecide(ben, open, words))).toBe('allowed');
    expect(codeOf(mayDecide(ben, { ...open, requestedBy: 'system' }, words))).toBe('allowed');
  });

  test('is not taken without the right, or with it at another site', () => {
    expect(codeOf(mayDecide(givenPerson('ben', 'review.extend'), open, words))).toBe('access.right-missing');
    expect(codeOf(mayDecide(ben, { ...open, scope: { siteId: 'DEN' } }, words))).toBe('access.right-missing');
  });

  test('is taken by who has the right for every owner of the stock in reach', () => {
    const [grant] = ben.grants;
    const forOne = { ...ben, grants: grant ? [{ ...grant, entityId: 'FTB' }] : [] };
    expect(codeOf(mayDecide(forOne, open, words))).toBe('access.right-missing');
    expect(codeOf(mayDecide(forOne, { ...open, ownerIds: ['FTB'] }, words))).toBe('allowed');
    expect(codeOf(mayDecide(forOne, { ...open, ownerIds: [] }, words))).toBe('allowed');
  });

  test('is not taken by whoever asked for the hold, nor by a system with a key', () => {
    const ana = givenPerson('ana', 'review.decide');
    expect(codeOf(mayDecide(ana, open, words))).toBe('access.duties-conflict');
    expect(codeOf(mayDecide({ ...ben, kind: 'api_key' }, open, words))).toBe('review.second-person-required');
  });

  test('is not taken twice: the second learns who was first, what and when', () => {
    expect(mayDecide(ben, decided, words)).toEqual({
      ok: false,
      violation: {
        code: 'review.already-decided',
        message: 'Cy Twombly decided "lift" at 2026-10-01T12:00:00.000Z',
      },
    });
    expect(codeOf(mayDecide(ben, { ...decided, state: 'closed' }, words))).toBe('review.already-decided');
    expect(codeOf(mayDecide(ben, { ...open, state: 'cancelled' }, words))).toBe('review.not-open');
  });

  test('needs ten characters of reason, blanks around it not counted', () => {
    expect(codeOf(mayDecide(ben, open, { ...words, reason: '  123456789  ' }))).toBe('reason.too-short');
    expect(codeOf(mayDecide(ben, open, { ...words, reason: '1234567890' }))).toBe('allowed');
  });
});

describe('an extension', () => {
  const extend = (until: string, review = open, caller = ben, reason = 'Re-test takes a week') =>
    codeOf(mayExtend(caller, review, { until: new Date(until), reason, now, maxDays: 14 }));

  test('moves the due date to later, at most as far ahead as policy allows', () => {
    expect(extend('2026-10-15T12:00:00Z')).toBe('allowed');
    expect(extend('2026-10-15T12:00:00.001Z')).toBe('review.extension-too-long');
    expect(extend('2026-10-03T12:00:00Z')).toBe('review.extension-not-later');
  });

  test('of an overdue review goes beyond now', () => {
    const overdue = { ...open, dueAt: new Date('2026-09-01T00:00:00Z') };
    expect(extend('2026-09-20T00:00:00Z', overdue)).toBe('review.extension-not-later');
    expect(extend('2026-10-01T12:00:00Z', overdue)).toBe('review.extension-not-later');
    expect(extend('2026-10-02T00:00:00Z', overdue)).toBe('allowed');
  });

  test('needs the right, an open review and a reason; whoever asked for the hold may extend it', () => {
    expect(extend('2026-10-05T00:00:00Z', open, givenPerson('ben', 'review.decide'))).toBe('access.right-missing');
    expect(extend('2026-10-05T00:00:00Z', decided)).toBe('review.already-decided');
    expect(extend('2026-10-05T00:00:00Z', open, ben, 'later')).toBe('reason.too-short');
    expect(extend('2026-10-05T00:00:00Z', open, givenPerson('ana', 'review.extend'))).toBe('allowed');
  });
});

describe('calling a review off', () => {
  const reason = 'Placed on the wrong lot';
  test('frees stock, so it takes the right and a second person like a decision', () => {
    expect(codeOf(mayCancel(ben, open, { reason }))).toBe('allowed');
    expect(codeOf(mayCancel(givenPerson('ben', 'review.decide'), open, { reason }))).toBe('access.right-missing');
    expect(codeOf(mayCancel(givenPerson('ana', 'review.cancel'), open, { reason }))).toBe('access.duties-conflict');
    expect(codeOf(mayCancel(ben, decided, { reason }))).toBe('review.already-decided');
    expect(codeOf(mayCancel(ben, open, { reason: 'oops' }))).toBe('reason.too-short');
  });
});

test.each(reviewStates)('evidence is attached only while a review is open: %s', (state) => {
  expect(codeOf(mayAttachEvidence(ben, { ...open, state }))).toBe(state === 'open' ? 'allowed' : 'review.not-open');
  expect(codeOf(mayAttachEvidence(givenPerson('ben'), { ...open, state }))).toBe('access.right-missing');
});
