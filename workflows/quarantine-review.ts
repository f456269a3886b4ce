import { continueAsNew, setHandler } from '@temporalio/workflow';
import type { Deadline } from '#domain/case-times.ts';
import type { CaseRequest, QuarantineReviewInput } from '#domain/processes.ts';
import type { Result } from '#domain/result.ts';
import * as progress from '#domain/review-progress.ts';
import type { ReviewStanding } from '#domain/review-steps.ts';
import { caseFrame } from './case-frame.ts';
import * as messages from './quarantine-review.messages.ts';
import { rules, steps } from './review-activities.ts';
import { showReview } from './show-review.ts';

const stopped = 'The engine was asked to cancel this review. The hold stays: decide about it, or call the review off';

/** Keeps a hold in people's minds until somebody entitled has decided about it and what was decided has been carried out. */
export async function quarantineReview(input: QuarantineReviewInput): Promise<progress.ReviewProgress> {
  const { reviewId } = input;
  let review = input.progress ?? progress.openedReview(input.remindAt, input.escalateAt);

  const frame = caseFrame<ReviewStanding, Deadline>({
    stopped,
    isOver: () => progress.isOver(review.state),
    nextDeadline: () => progress.nextDeadline(review),
    meet: (deadline) => {
      const { dueAt } = review;
      review = progress.met(review, deadline);
      return deadline.what === 'remind'
        ? rules.remindReviewers({ reviewId, dueAt })
        : rules.escalateReview({ reviewId, dueAt });
    },
    raise: (about, message) => rules.raiseExceptionTask({ reviewId, about, problem: { message } }),
    follow: (standing, now) => {
      review = progress.follow(review, standing, now);
      showReview(review);
    },
    goOnAnew: () => continueAsNew<typeof quarantineReview>({ ...input, progress: review }),
  });

  const whileIt =
    (stillWaits: (review: progress.ReviewProgress) => Result<void>) =>
    (request: CaseRequest<{ reviewId: string }>): Result<void> => {
      const sound = messages.wellFormed(request, reviewId);
      return sound.ok ? stillWaits(review) : sound;
    };

  setHandler(messages.reviewQuery, () => review);
  setHandler(messages.standingSignal, frame.tell);
  frame.accept(messages.decideUpdate, steps.decideQuarantineReview, whileIt(progress.awaitsDecision));
  frame.accept(messages.extendUpdate, steps.extendQuarantineReview, whileIt(progress.awaitsDecision));
  frame.accept(messages.cancelUpdate, steps.cancelQuarantineReview, whileIt(progress.awaitsDecision));
  frame.accept(messages.confirmOutcomeUpdate, steps.confirmOutcome, whileIt(progress.awaitsConfirmation));
  frame.accept(messages.settleExceptionUpdate, steps.settleReviewException, whileIt(progress.isUnfinished));
  showReview(review);

  await frame.untilOver();
  return review;
}
