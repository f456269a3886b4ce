import type { Caller } from './caller.ts';
import { mayAttachEvidence, mayCancel, mayDecide, mayExtend, type Review } from './quarantine-review.ts';
import type { Result } from './result.ts';
import { type ExceptionSettlement, mayConfirm, maySettleException } from './review-follow-up.ts';
import { reviewMeanings } from './review-signatures.ts';
import type { RuleCode } from './rule-codes.ts';
import type { SignatureMeaning } from './signatures.ts';

/** What can be done with a review. */
export const reviewActions = [
  'attach_evidence',
  'decide',
  'extend',
  'cancel',
  'confirm_outcome',
  'retry',
  'settle_by_hand',
  'reopen',
] as const;
export type ReviewAction = (typeof reviewActions)[number];

/** An action as a page shows it: possible, or disabled with the reason; and as what it is signed, nothing where it is not. */
export type OfferedReviewAction = { action: ReviewAction; meanings: readonly SignatureMeaning[] } & (
  | { allowed: true }
  | { allowed: false; code: RuleCode; reason: string }
);

/** What the caller's signature under the review may mean, by what they may do. */
export const meaningsOffered = (offered: readonly OfferedReviewAction[]): SignatureMeaning[] => [
  ...new Set(offered.flatMap(({ allowed, meanings }) => (allowed ? meanings : []))),
];

export type ReviewCircumstances = {
  now: Date;
  maxExtensionDays: number;
  confirmedBy: readonly (readonly string[])[];
  disposalApprovals: number;
  /** An exception task of the review is open. */
  exceptionOpen: boolean;
};

// Long enough: what a person will give as a reason is not known yet.
const someReason = 'A reason given later';

/** Every action there is, for this caller and this review as it stands. */
export function offeredReviewActions(
  caller: Caller,
  review: Review,
  { now, maxExtensionDays: maxDays, confirmedBy, disposalApprovals, exceptionOpen }: ReviewCircumstances,
): OfferedReviewAction[] {
  const { dueAt } = review;
  const until = new Date(Math.max(dueAt.getTime(), now.getTime()) + 1);
  const settle = (settlement: ExceptionSettlement): Result<void> => {
    const may = maySettleException(caller, review, { settlement, reason: someReason });
    if (!may.ok || settlement === 'reopen' || exceptionOpen) return may;
    return { ok: false, violation: { code: 'review.nothing-to-settle', message: 'Nothing is in the way' } };
  };
  const answers: Record<ReviewAction, () => Result<unknown>> = {
    attach_evidence: () => mayAttachEvidence(caller, review),
    decide: () => mayDecide(caller, review, { reason: someReason }),
    extend: () => mayExtend(caller, review, { until, reason: someReason, now, maxDays }),
    cancel: () => mayCancel(caller, review, { reason: someReason }),
    confirm_outcome: () => mayConfirm(caller, review, { confirmedBy, disposalApprovals }),
    retry: () => settle('retry'),
    settle_by_hand: () => settle('settle_by_hand'),
    reopen: () => settle('reopen'),
  };
  return reviewActions.map((action) => {
    const may = answers[action]();
    const offered = { action, meanings: reviewMeanings[action] };
    return may.ok
      ? { ...offered, allowed: true }
      : { ...offered, allowed: false, code: may.violation.code, reason: may.violation.message };
  });
}
