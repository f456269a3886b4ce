import { type CaseTimes, type Deadline, metBy, movedTo, nextOf, openedTimes } from './case-times.ts';
import type { QuarantineReviewInput } from './processes.ts';
import { isOpen, type ReviewState } from './quarantine-review.ts';
import { allow, type Result, refuse } from './result.ts';
import type { ReviewStanding } from './review-steps.ts';

/** A review as its workflow follows it. */
export type ReviewProgress = CaseTimes & {
  /** Of the standing it follows; what comes with an older one was overtaken on its way. */
  version: number;
  state: ReviewState;
  decision: ReviewStanding['decision'];
  /** The disposal that carries the decision out; reviews decided by older versions have none. */
  disposal?: string;
};

export const openedReview = (remindAt: string, escalateAt: string): ReviewProgress => ({
  ...openedTimes(remindAt, escalateAt),
  version: 0,
  state: 'open',
  decision: null,
});

/** The progress once a step has left the review standing so. */
export function follow(progress: ReviewProgress, standing: ReviewStanding, now: string): ReviewProgress {
  if (standing.version < progress.version) return progress;
  const { disposal: _before, ...rest } = movedTo(progress, standing.dueAt, now);
  const { version, state, decision, disposal } = standing;
  return { ...rest, version, state, decision, ...(disposal !== undefined && { disposal }) };
}

/** What comes next by itself, or nothing: the review is over, all has been said, or a disposal keeps its own time. */
export const nextDeadline = (progress: ReviewProgress): Deadline | null =>
  isOver(progress.state) || progress.disposal !== undefined ? null : nextOf(progress);

export const met = (progress: ReviewProgress, deadline: Deadline): ReviewProgress => metBy(progress, deadline);

export const isOver = (state: ReviewState): boolean => state === 'closed' || state === 'cancelled';

/** Whether there is still something to decide; who comes second learns who decided, what and when. */
export const awaitsDecision = ({ state, decision }: Pick<ReviewProgress, 'state' | 'decision'>): Result<void> =>
  isOpen({
    state,
    decision: decision && {
      outcome: decision.outcome,
      by: decision.byId,
      byName: decision.byName,
      at: new Date(decision.at),
    },
  });

/** Whether there is a decision still to be carried out. */
export function awaitsConfirmation({ state }: Pick<ReviewProgress, 'state'>): Result<void> {
  if (state === 'open') return refuse('review.not-decided', 'This review is open: nobody has decided');
  return isUnfinished({ state });
}

export const isUnfinished = ({ state }: Pick<ReviewProgress, 'state'>): Result<void> =>
  isOver(state) ? refuse('review.already-closed', `This review is ${state}: nothing is left to do`) : allow(undefined);

/** With what its process begins anew, from where the table says that the review stands. */
export const reviewAnew = (
  input: QuarantineReviewInput,
  standing: ReviewStanding,
  now: string,
): QuarantineReviewInput => ({
  ...input,
  progress: follow(openedReview(input.remindAt, input.escalateAt), standing, now),
});
