import type { Tx } from '#db/connect.ts';
import { countOf, millisecondsOfMinutes } from '#domain/policy-values.ts';
import { isOver } from '#domain/review-progress.ts';
import { readPolicyBook } from './policy-book.ts';
import { policyScopeOf, type ReviewCase } from './review-case.ts';

/** By when the next thing a review asks for is due: as long from now as it takes until an open review is escalated. */
export async function nextDueAt(tx: Tx, reviewCase: ReviewCase, now: Date): Promise<Date> {
  const book = await readPolicyBook(tx, now, ['review_escalate_after_minutes']);
  const { value } = book.read('review_escalate_after_minutes', policyScopeOf(reviewCase));
  return new Date(now.getTime() + millisecondsOfMinutes(value));
}

/**
 * How many people confirm this review's outcome: one for a return to the supplier, none where a disposal carries it out. Reviews
 * that an older version decided have no disposal, and are confirmed by as many as its policy says.
 */
export async function confirmationsNeeded(tx: Tx, reviewCase: ReviewCase, now: Date): Promise<number> {
  const outcome = reviewCase.row.outcome;
  if (reviewCase.row.disposalNumber !== null) return 0;
  if (outcome !== 'dispose') return outcome === 'return_to_supplier' ? 1 : 0;
  const book = await readPolicyBook(tx, now, ['disposal_approvals']);
  return countOf(book.read('disposal_approvals', policyScopeOf(reviewCase)).value);
}

/**
 * Whether what a deadline asks for has been overtaken: the review is over, or its due date has moved on in the moment in
 * which the deadline passed, because somebody extended or decided. `dueAt` is the due date the deadline belonged to.
 */
export const isOvertaken = ({ state, dueAt: now }: ReviewCase['row'], dueAt: string): boolean =>
  isOver(state) || now.getTime() > Date.parse(dueAt);
