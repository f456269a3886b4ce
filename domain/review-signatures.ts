import type { ReviewAction } from './review-actions.ts';
import type { SignatureMeaning } from './signatures.ts';

/**
 * What each step of a review is signed as; none where it is not signed. docs/decisions/0039 says why: what frees, sends away or
 * destroys stock, or takes such a decision back, is approved; who states what was done with goods answers for it; who gives a
 * review more time says that they have looked at it. Evidence stops nothing and frees nothing, and trying again what was
 * decided, signed and confirmed decides nothing new.
 */
export const reviewMeanings = {
  attach_evidence: [],
  decide: ['approval'],
  extend: ['review', 'approval'],
  cancel: ['approval'],
  confirm_outcome: ['responsibility'],
  retry: [],
  settle_by_hand: ['responsibility'],
  reopen: ['approval'],
} as const satisfies Record<ReviewAction, readonly SignatureMeaning[]>;
