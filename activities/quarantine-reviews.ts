import type { CaseRequest } from '#domain/processes.ts';
import type {
  CancelInput,
  ConfirmInput,
  DecideInput,
  ExtendInput,
  SettleExceptionInput,
} from '#domain/review-steps.ts';
import { cancelQuarantineReview } from '#operations/cancel-quarantine-review.ts';
import { confirmOutcome } from '#operations/confirm-outcome.ts';
import type { OperationContext } from '#operations/context.ts';
import { decideQuarantineReview } from '#operations/decide-quarantine-review.ts';
import { escalateReview } from '#operations/escalate-review.ts';
import { extendQuarantineReview } from '#operations/extend-quarantine-review.ts';
import { raiseExceptionTask } from '#operations/raise-exception-task.ts';
import { remindReviewers } from '#operations/remind-reviewers.ts';
import { settleReviewException } from '#operations/settle-review-exception.ts';
import type { Problem } from '#operations/write-exception.ts';
import { asked, byRule } from './commands.ts';

/**
 * The steps of quarantine reviews: each is one operation, hence one transaction, under a command id made of business ids, so
 * that a retry, a reset or a new run finds what it has done. Refusals are answers; a fault flies and is retried.
 */
export const quarantineReviewActivities = (context: OperationContext) => ({
  decideQuarantineReview: (request: CaseRequest<DecideInput>) => decideQuarantineReview(context, asked(request)),
  extendQuarantineReview: (request: CaseRequest<ExtendInput>) => extendQuarantineReview(context, asked(request)),
  cancelQuarantineReview: (request: CaseRequest<CancelInput>) => cancelQuarantineReview(context, asked(request)),
  confirmOutcome: (request: CaseRequest<ConfirmInput>) => confirmOutcome(context, asked(request)),
  settleReviewException: (request: CaseRequest<SettleExceptionInput>) => settleReviewException(context, asked(request)),
  /** One reminder and one escalation for each due date, whichever run thinks of it. */
  remindReviewers: (input: { reviewId: string; dueAt: string }) =>
    remindReviewers(context, byRule(`review:${input.reviewId}:remind:${input.dueAt}`, input)),
  escalateReview: (input: { reviewId: string; dueAt: string }) =>
    escalateReview(context, byRule(`review:${input.reviewId}:escalate:${input.dueAt}`, input)),
  /** `about` tells one problem of a review from another: the command that failed, the first request to cancel. */
  raiseExceptionTask: ({ reviewId, about, problem }: { reviewId: string; about: string; problem: Problem }) =>
    raiseExceptionTask(context, byRule(`review:${reviewId}:exception:${about}`, { reviewId, problem })),
});

export type QuarantineReviewActivities = ReturnType<typeof quarantineReviewActivities>;
