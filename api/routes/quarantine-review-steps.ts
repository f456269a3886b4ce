import { decideQuarantineReviewsContract } from '#api/contracts/quarantine-review-decisions.ts';
import {
  cancelQuarantineReviewContract,
  confirmOutcomeContract,
  decideQuarantineReviewContract,
  extendQuarantineReviewContract,
  settleReviewExceptionContract,
} from '#api/contracts/quarantine-review-steps.ts';
import { askReview } from '#api/http/ask-review.ts';
import { decideMany } from '#api/http/decide-many.ts';
import type { ApiRouter } from '#api/http/router.ts';
import type { Services } from '#api/http/services.ts';
import { allow } from '#domain/result.ts';
import { awaitsConfirmation, awaitsDecision, isUnfinished } from '#domain/review-progress.ts';
import {
  cancelUpdate,
  confirmOutcomeUpdate,
  decideUpdate,
  extendUpdate,
  settleExceptionUpdate,
} from '#workflows/quarantine-review.messages.ts';

/** What people do with a review goes through its workflow: it is durable before it acts, and its answer is final. */
export function quarantineReviewStepRoutes(app: ApiRouter, services: Services): void {
  // Before the review with an id, which `decisions` would be taken for.
  app.route(decideQuarantineReviewsContract, async ({ body: { signingId, decisions } }, request) =>
    allow(
      await decideMany(request, {
        id: 'reviewId',
        rows: decisions,
        decide: (row, asRow) =>
          askReview(services, asRow, {
            operation: 'decide-quarantine-review',
            update: decideUpdate,
            stillWaits: awaitsDecision,
            input: { ...row, signingId },
          }),
      }),
    ),
  );

  app.route(decideQuarantineReviewContract, ({ params, body }, request) =>
    askReview(services, request, {
      operation: 'decide-quarantine-review',
      update: decideUpdate,
      stillWaits: awaitsDecision,
      input: { ...params, ...body },
    }),
  );

  app.route(extendQuarantineReviewContract, ({ params, body }, request) =>
    askReview(services, request, {
      operation: 'extend-quarantine-review',
      update: extendUpdate,
      stillWaits: awaitsDecision,
      input: { ...params, ...body },
    }),
  );

  app.route(cancelQuarantineReviewContract, ({ params, body }, request) =>
    askReview(services, request, {
      operation: 'cancel-quarantine-review',
      update: cancelUpdate,
      stillWaits: awaitsDecision,
      input: { ...params, ...body },
    }),
  );

  app.route(confirmOutcomeContract, ({ params, body: { reference, signingId } }, request) =>
    askReview(services, request, {
      operation: 'confirm-outcome',
      update: confirmOutcomeUpdate,
      stillWaits: awaitsConfirmation,
      input: { ...params, signingId, ...(reference !== undefined && { reference }) },
    }),
  );

  app.route(settleReviewExceptionContract, ({ params, body: { signingId, ...body } }, request) =>
    askReview(services, request, {
      operation: 'settle-review-exception',
      update: settleExceptionUpdate,
      stillWaits: isUnfinished,
      input: { ...params, ...body, ...(signingId !== undefined && { signingId }) },
    }),
  );
}
