import {
  allHandlersFinished,
  CancellationScope,
  condition,
  continueAsNew,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';
import type { Deadline } from '#domain/case-times.ts';
import type { CaseRequest, QuarantineReviewInput } from '#domain/processes.ts';
import { type Result, refuse } from '#domain/result.ts';
import * as progress from '#domain/review-progress.ts';
import type { ReviewAnswer, ReviewStanding } from '#domain/review-steps.ts';
import { attemptOf, gaveUp, orFail } from './or-fail.ts';
import * as messages from './quarantine-review.messages.ts';
import { rules, steps } from './review-activities.ts';
import { showReview } from './show-review.ts';
import { waitFor } from './wait-for.ts';

const stopped = 'The engine was asked to cancel this review. The hold stays: decide about it, or call the review off';

/** Keeps a hold in people's minds until somebody entitled has decided about it and what was decided has been carried out. */
export async function quarantineReview(input: QuarantineReviewInput): Promise<progress.ReviewProgress> {
  const { reviewId } = input;
  let review = input.progress ?? progress.openedReview(input.remindAt, input.escalateAt);
  let heard = 0;
  let stopAsked = false;

  setHandler(messages.reviewQuery, () => review);
  setHandler(messages.standingSignal, learn);
  accept(messages.decideUpdate, steps.decideQuarantineReview, progress.awaitsDecision);
  accept(messages.extendUpdate, steps.extendQuarantineReview, progress.awaitsDecision);
  accept(messages.cancelUpdate, steps.cancelQuarantineReview, progress.awaitsDecision);
  accept(messages.confirmOutcomeUpdate, steps.confirmOutcome, progress.awaitsConfirmation);
  accept(messages.settleExceptionUpdate, steps.settleReviewException, progress.isUnfinished);

  CancellationScope.current().cancelRequested.catch(() => {
    stopAsked = true;
  });
  showReview(review);
  // A workflow that stopped would leave a hold that nobody can end: a request to cancel is reported, not obeyed.
  return await CancellationScope.nonCancellable(async () => {
    while (!progress.isOver(review.state)) {
      const before = heard;
      const deadline = progress.nextDeadline(review);
      const woken = await waitFor(() => heard !== before || stopAsked, deadline?.at ?? null, deadline?.what ?? '');
      if (stopAsked) await reportStop();
      else if (!woken && deadline) await meet(deadline);
      if (workflowInfo().continueAsNewSuggested) await goOnAnew();
    }
    await condition(allHandlersFinished);
    return review;
  });

  /** Before it is durable, a request is asked only whether it is one and whether the case still waits for it. */
  function accept<Input extends { reviewId: string }>(
    update: messages.ReviewUpdate<Input>,
    step: (request: CaseRequest<Input>) => Promise<Result<ReviewAnswer>>,
    stillWaits: (review: progress.ReviewProgress) => Result<void>,
  ): void {
    const validator = (request: CaseRequest<Input>) => {
      orFail(messages.wellFormed(request, reviewId), attemptOf(request));
      orFail(stillWaits(review), attemptOf(request));
    };
    setHandler(update, (request) => CancellationScope.nonCancellable(() => carryOut(step, request)), { validator });
  }

  async function carryOut<Input>(
    step: (request: CaseRequest<Input>) => Promise<Result<ReviewAnswer>>,
    request: CaseRequest<Input>,
  ): Promise<ReviewAnswer> {
    const answer = await step(request).catch(async () => {
      await report(request.commandId, gaveUp);
      return refuse('engine.unavailable', gaveUp);
    });
    if (answer.ok) learn(answer.value);
    else heard += 1;
    return orFail(answer, attemptOf(request));
  }

  async function meet(deadline: Deadline): Promise<void> {
    const { dueAt } = review;
    review = progress.met(review, deadline);
    const done =
      deadline.what === 'remind'
        ? rules.remindReviewers({ reviewId, dueAt })
        : rules.escalateReview({ reviewId, dueAt });
    learn(orFail(await done));
  }

  async function reportStop(): Promise<void> {
    stopAsked = false;
    await report(`stop-${new Date().toISOString()}`, stopped);
  }

  /** Raises an exception task. Its answer tells where the review stands: a failed step may have been done after all. */
  async function report(about: string, message: string): Promise<void> {
    learn(orFail(await rules.raiseExceptionTask({ reviewId, about, problem: { message } })));
  }

  /** What a command has done is found by its id in the database, in whatever run it is repeated: nothing else is carried. */
  async function goOnAnew(): Promise<void> {
    await condition(allHandlersFinished);
    if (!progress.isOver(review.state)) await continueAsNew<typeof quarantineReview>({ ...input, progress: review });
  }

  function learn(standing: ReviewStanding): void {
    review = progress.follow(review, standing, new Date().toISOString());
    heard += 1;
    showReview(review);
  }
}
