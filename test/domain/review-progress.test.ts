import { describe, expect, test } from 'vitest';
import {
  awaitsConfirmation,
  awaitsDecision,
  follow,
  isUnfinished,
  met,
  nextDeadline,
  openedReview,
} from '#domain/review-progress.ts';
import type { ReviewStanding } from '#domain/review-steps.ts';
import { codeOf } from './refusal.ts';

const opened = openedReview('2026-10-02T00:00:00.000Z', '2026-10-03T00:00:00.000Z');
const standing: ReviewStanding = {
  reviewId: 'review',
  reviewNumber: 'QR-1',
  version: 1,
  state: 'open',
  dueAt: opened.dueAt,
  decision: null,
};
const decided: ReviewStanding = {
  ...standing,
  state: 'decided',
  decision: {
    outcome: 'lift',
    byId: 'ben',
    byName: 'Ben',
    at: '2026-10-01T12:00:00.000Z',
    reason: 'Certificate arrived',
  },
};
const now = '2026-10-01T12:00:00.000Z';

describe('the deadlines of a review', () => {
  test('are the reminder, then the escalation, then none', () => {
    expect(nextDeadline(opened)).toEqual({ what: 'remind', at: '2026-10-02T00:00:00.000Z' });
    const reminded = met(opened, { what: 'remind', at: opened.remindAt ?? '' });
    expect(nextDeadline(reminded)).toEqual({ what: 'escalate', at: '2026-10-03T00:00:00.000Z' });
    const escalated = met(reminded, { what: 'escalate', at: opened.dueAt });
    expect(nextDeadline(escalated)).toBeNull();
    expect(escalated).toMatchObject({ reminders: 1, escalations: 1 });
  });

  test('an escalation that comes first leaves no reminder behind', () => {
    const late = openedReview('2026-10-04T00:00:00.000Z', '2026-10-03T00:00:00.000Z');
    expect(nextDeadline(late)).toEqual({ what: 'escalate', at: '2026-10-03T00:00:00.000Z' });
    expect(nextDeadline(met(late, { what: 'escalate', at: late.dueAt }))).toBeNull();
  });

  test('move with an extension, the reminder as long before the end as it was', () => {
    const extended = follow(opened, { ...standing, dueAt: '2026-10-10T00:00:00.000Z' }, now);
    expect(extended).toMatchObject({ remindAt: '2026-10-09T00:00:00.000Z', escalateAt: '2026-10-10T00:00:00.000Z' });
  });

  test('a reminder that would be past by then is left out', () => {
    const extended = follow(opened, { ...standing, dueAt: '2026-10-02T06:00:00.000Z' }, now);
    expect(extended).toMatchObject({ remindAt: null, escalateAt: '2026-10-02T06:00:00.000Z' });
  });

  test('end with the review', () => {
    expect(nextDeadline(follow(opened, { ...standing, state: 'closed' }, now))).toBeNull();
    expect(nextDeadline(follow(opened, { ...standing, state: 'cancelled' }, now))).toBeNull();
  });
});

test('an answer that was overtaken on its way changes nothing', () => {
  const ahead = follow(opened, { ...decided, version: 5 }, now);
  expect(follow(ahead, standing, now)).toBe(ahead);
});

test('what a review still waits for follows from its state', () => {
  const after = (state: ReviewStanding['state']) => follow(opened, { ...decided, state }, now);
  expect(codeOf(awaitsDecision(opened))).toBe('allowed');
  expect(codeOf(awaitsConfirmation(opened))).toBe('review.not-decided');
  expect(awaitsDecision(after('decided'))).toMatchObject({
    violation: { code: 'review.already-decided', message: 'Ben decided "lift" at 2026-10-01T12:00:00.000Z' },
  });
  expect(codeOf(awaitsConfirmation(after('decided')))).toBe('allowed');
  for (const state of ['closed', 'cancelled'] as const) {
    expect(codeOf(awaitsConfirmation(after(state)))).toBe('review.already-closed');
    expect(codeOf(isUnfinished(after(state)))).toBe('review.already-closed');
  }
});
