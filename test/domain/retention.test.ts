import { expect, test } from 'vitest';
import { addYears, type DocumentFacts, keepingOf } from '#domain/retention.ts';

const now = new Date('2030-06-01T00:00:00Z');
const facts = (more: Partial<DocumentFacts> = {}): DocumentFacts => ({
  uploadedAt: new Date('2020-01-01T00:00:00Z'),
  belongsToSomething: true,
  belongsToUnknown: false,
  lastLinkedAt: null,
  lastMovedAt: null,
  lastExpiryAt: null,
  stockOnHand: false,
  held: false,
  legalHolds: [],
  ...more,
});
const judge = (more: Partial<DocumentFacts> = {}) => keepingOf(facts(more), { years: 7, unlinkedDays: 90 }, now);

test('a document goes when its time is over, and not a millisecond before', () => {
  expect(judge()).toEqual({ keep: false, since: new Date('2027-01-01T00:00:00Z') });
  expect(judge({ uploadedAt: new Date('2023-06-01T00:00:00Z') })).toMatchObject({ keep: false });
  expect(judge({ uploadedAt: new Date('2023-06-01T00:00:00.001Z') })).toMatchObject({ because: 'retention_not_over' });
});

test('the last that happened to what it belongs to is what its time runs from', () => {
  for (const later of ['lastLinkedAt', 'lastMovedAt', 'lastExpiryAt'] as const)
    expect(judge({ [later]: new Date('2029-01-01T00:00:00Z') })).toMatchObject({
      until: new Date('2036-01-01T00:00:00Z'),
    });
});

test('what is on hand, held, unknown or under legal hold is kept however old', () => {
  expect(judge({ stockOnHand: true })).toMatchObject({ keep: true, because: 'stock_on_hand' });
  expect(judge({ held: true })).toMatchObject({ keep: true, because: 'held' });
  expect(judge({ belongsToUnknown: true })).toMatchObject({ keep: true, because: 'subject_unknown' });
  expect(judge({ legalHolds: ['LH-000001'], stockOnHand: true })).toMatchObject({ keep: true, because: 'legal_hold' });
});

test('what belongs to nothing is kept by days', () => {
  expect(judge({ belongsToSomething: false })).toEqual({ keep: false, since: new Date('2020-03-31T00:00:00Z') });
});

test('years after a leap day end on a day there is', () => {
  expect(addYears(new Date('2024-02-29T12:00:00Z'), 1)).toEqual(new Date('2025-03-01T12:00:00Z'));
});
