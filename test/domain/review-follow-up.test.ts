import { describe, expect, test } from 'vitest';
import type { Caller } from '#domain/caller.ts';
import type { Review, ReviewOutcome } from '#domain/quarantine-review.ts';
import { mayConfirm, maySettleException } from '#domain/review-follow-up.ts';
import { givenPerson } from './callers.ts';
import { codeOf } from './refusal.ts';

const decided = (outcome: ReviewOutcome): Review => ({
  state: 'decided',
  requestedBy: 'ana',
  dueAt: new Date('2026-10-03T12:00:00Z'),
  scope: { siteId: 'CHI' },
  ownerIds: ['FTB'],
  decision: { outcome, by: 'ben', byName: 'Ben', at: new Date('2026-10-02T12:00:00Z') },
});
const confirmer = (id: string) => givenPerson(id, 'outcome.confirm', 'review.decide');
const confirm = (id: string, confirmedBy: string[], outcome: ReviewOutcome = 'dispose', disposalApprovals = 2) =>
  mayConfirm(confirmer(id), decided(outcome), { confirmedBy: confirmedBy.map((one) => [one]), disposalApprovals });

describe('a disposal', () => {
  test('takes two different people', () => {
    expect(confirm('cy', [])).toEqual({ ok: true, value: { complete: false } });
    expect(confirm('dee', ['cy'])).toEqual({ ok: true, value: { complete: true } });
    expect(codeOf(confirm('cy', ['cy']))).toBe('review.confirmed-twice');
  });

  test('may have the decider, or whoever asked for the hold, as one of the two', () => {
    expect(confirm('ben', ['cy'])).toEqual({ ok: true, value: { complete: true } });
    expect(confirm('cy', ['ben'])).toEqual({ ok: true, value: { complete: true } });
    expect(confirm('ana', ['cy'])).toEqual({ ok: true, value: { complete: true } });
  });

  test('takes as many people as policy asks, and never the decider alone', () => {
    expect(confirm('dee', ['cy'], 'dispose', 3)).toEqual({ ok: true, value: { complete: false } });
    expect(codeOf(confirm('ben', [], 'dispose', 1))).toBe('review.second-person-required');
    expect(confirm('cy', [], 'dispose', 1)).toEqual({ ok: true, value: { complete: true } });
  });
});

test('a system with a key confirms nothing and settles nothing by hand, nor takes a decision back', () => {
  const key = { ...confirmer('cy'), kind: 'api_key' as const };
  const words = { confirmedBy: [], disposalApprovals: 2 };
  expect(codeOf(mayConfirm(key, decided('dispose'), words))).toBe('review.second-person-required');
  const reason = 'The driver took it without papers';
  expect(codeOf(maySettleException(key, decided('dispose'), { settlement: 'settle_by_hand', reason }))).toBe(
    'review.second-person-required',
  );
  const entitled = { ...givenPerson('cy', 'review.cancel'), kind: 'api_key' as const };
  expect(codeOf(maySettleException(entitled, decided('dispose'), { settlement: 'reopen', reason }))).toBe(
    'review.second-person-required',
  );
});

test('a return to the supplier takes one person who did not decide it', () => {
  expect(confirm('cy', [], 'return_to_supplier')).toEqual({ ok: true, value: { complete: true } });
  expect(codeOf(confirm('ben', [], 'return_to_supplier'))).toBe('review.second-person-required');
});

test('nothing is confirmed without the right, of a lift, before a decision, or after the end', () => {
  const words = { confirmedBy: [], disposalApprovals: 2 };
  expect(codeOf(mayConfirm(givenPerson('cy'), decided('dispose'), words))).toBe('access.right-missing');
  expect(codeOf(confirm('cy', [], 'lift'))).toBe('review.outcome-not-confirmable');
  const open: Review = { ...decided('dispose'), state: 'open', decision: null };
  expect(codeOf(mayConfirm(confirmer('cy'), open, words))).toBe('review.not-decided');
  expect(codeOf(mayConfirm(confirmer('cy'), { ...open, state: 'cancelled' }, words))).toBe('review.already-closed');
  expect(codeOf(mayConfirm(confirmer('cy'), { ...decided('dispose'), state: 'closed' }, words))).toBe(
    'review.already-closed',
  );
});

describe('a final step that was refused', () => {
  const settle = (id: string, settlement: 'retry' | 'settle_by_hand', reason = 'Counted again, tub was gone') =>
    codeOf(maySettleException(confirmer(id), decided('dispose'), { settlement, reason }));

  test('is tried again by anyone entitled, the decider included', () => {
    expect(settle('ben', 'retry', '')).toBe('allowed');
    expect(settle('cy', 'retry', '')).toBe('allowed');
  });

  test('is settled by hand by somebody else than the decider, with a reason', () => {
    expect(settle('cy', 'settle_by_hand')).toBe('allowed');
    expect(settle('cy', 'settle_by_hand', 'done')).toBe('reason.too-short');
    expect(settle('ben', 'settle_by_hand')).toBe('review.second-person-required');
  });

  test('may have its decision taken back, with a reason, by whoever may call a review off', () => {
    const chief = givenPerson('chief', 'review.cancel');
    const words = { settlement: 'reopen', reason: 'The vendor refuses the goods' } as const;
    expect(codeOf(maySettleException(chief, decided('return_to_supplier'), words))).toBe('allowed');
    expect(codeOf(maySettleException(chief, decided('dispose'), { ...words, reason: 'no' }))).toBe('reason.too-short');
    expect(codeOf(maySettleException(confirmer('cy'), decided('dispose'), words))).toBe('access.right-missing');
  });

  test('is settled with the right, and only before the end', () => {
    const words = { settlement: 'retry', reason: 'Settled by counting again' } as const;
    const open: Review = { ...decided('dispose'), state: 'open', decision: null };
    expect(codeOf(maySettleException(givenPerson('cy'), decided('dispose'), words))).toBe('access.right-missing');
    expect(codeOf(maySettleException(confirmer('cy'), { ...decided('dispose'), state: 'closed' }, words))).toBe(
      'review.already-closed',
    );
    expect(codeOf(maySettleException(confirmer('cy'), open, words))).toBe('allowed');
    expect(codeOf(maySettleException(confirmer('cy'), open, { ...words, settlement: 'settle_by_hand' }))).toBe(
      'review.not-decided',
    );
  });
});

describe('whoever acts on behalf of a colleague counts as both', () => {
  const standIn = (id: string, forId: string) => ({ ...confirmer(id), onBehalfOf: { id: forId, name: forId } });
  const returned = (forId: string | null = null): Review => {
    const { decision, ...rest } = decided('return_to_supplier');
    return { ...rest, decision: decision && { ...decision, forId } };
  };
  const once = (caller: Caller, review: Review, confirmedBy: string[][] = []) =>
    codeOf(mayConfirm(caller, review, { confirmedBy, disposalApprovals: 1 }));
  const byHand = (caller: Caller, review: Review) =>
    codeOf(
      maySettleException(caller, review, { settlement: 'settle_by_hand', reason: 'Booked by hand in the warehouse' }),
    );

  test('while they confirm or settle what the colleague decided', () => {
    expect(once(standIn('cy', 'ben'), returned())).toBe('review.second-person-required');
    expect(byHand(standIn('cy', 'ben'), returned())).toBe('review.second-person-required');
    expect(once(standIn('cy', 'dee'), returned())).toBe('allowed');
    expect(byHand(standIn('cy', 'dee'), returned())).toBe('allowed');
  });

  test('and where the decision was made on behalf of somebody, also after the delegation has ended', () => {
    for (const act of [once, byHand]) {
      expect(act(confirmer('dee'), returned('dee'))).toBe('review.second-person-required');
      expect(act(confirmer('cy'), returned('dee'))).toBe('allowed');
    }
  });

  test('nobody confirms twice by way of a colleague', () => {
    const twice = (caller: Caller, ...before: string[]) =>
      codeOf(mayConfirm(caller, decided('dispose'), { confirmedBy: [before], disposalApprovals: 2 }));
    expect(twice(standIn('cy', 'dee'), 'dee')).toBe('review.confirmed-twice');
    expect(twice(confirmer('dee'), 'cy', 'dee')).toBe('review.confirmed-twice');
    expect(twice(confirmer('eve'), 'cy', 'dee')).toBe('allowed');
  });
});
