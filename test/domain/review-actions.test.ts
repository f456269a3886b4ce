import { expect, test } from 'vitest';
import type { Caller } from '#domain/caller.ts';
import type { Review } from '#domain/quarantine-review.ts';
import { offeredReviewActions } from '#domain/review-actions.ts';
import { givenPerson } from './callers.ts';

const now = new Date('2026-10-02T12:00:00Z');
const open: Review = {
  state: 'open',
  requestedBy: 'ana',
  dueAt: new Date('2026-10-03T12:00:00Z'),
  scope: { siteId: 'CHI' },
  ownerIds: ['FTB'],
  decision: null,
};
const decided: Review = {
  ...open,
  state: 'decided',
  decision: { outcome: 'dispose', by: 'ben', byName: 'Ben', at: now },
};
const reviewer = (id: string) =>
  givenPerson(id, 'review.decide', 'review.extend', 'review.attach-evidence', 'outcome.confirm');
const circumstances = { now, maxExtensionDays: 14, confirmedBy: [], disposalApprovals: 2, exceptionOpen: false };
const offered = (caller: Caller, review: Review, change: Partial<typeof circumstances> = {}) =>
  Object.fromEntries(
    offeredReviewActions(caller, review, { ...circumstances, ...change }).map((offer) => [
      offer.action,
      offer.allowed ? 'allowed' : offer.code,
    ]),
  );

test('an open review offers what its reviewer may do, and says why not for the rest', () => {
  expect(offered(reviewer('ben'), open)).toEqual({
    attach_evidence: 'allowed',
    decide: 'allowed',
    extend: 'allowed',
    cancel: 'access.right-missing',
    confirm_outcome: 'review.not-decided',
    retry: 'review.nothing-to-settle',
    settle_by_hand: 'review.not-decided',
    reopen: 'access.right-missing',
  });
  expect(offered(reviewer('ana'), open)).toMatchObject({ decide: 'access.duties-conflict', extend: 'allowed' });
});

test('a decided review offers what follows from the decision', () => {
  expect(offered(reviewer('cy'), decided)).toMatchObject({
    attach_evidence: 'review.already-decided',
    decide: 'review.already-decided',
    confirm_outcome: 'allowed',
    retry: 'review.nothing-to-settle',
  });
  expect(offered(reviewer('cy'), decided, { exceptionOpen: true })).toMatchObject({
    retry: 'allowed',
    settle_by_hand: 'allowed',
  });
  expect(offered(givenPerson('dee', 'review.cancel'), decided)).toMatchObject({ reopen: 'allowed' });
});

test('an extension is offered only where the policy leaves room for one', () => {
  const late = { ...open, dueAt: new Date('2026-10-16T12:00:00Z') };
  expect(offered(reviewer('ben'), late)).toMatchObject({ extend: 'review.extension-too-long' });
});
