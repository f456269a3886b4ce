import { reviewsInEngine } from '#db/queries/reviews-in-engine.ts';
import { authorize, eachCategory } from '#domain/caller.ts';
import { type Result, refuse } from '#domain/result.ts';
import { type ReviewProgress, reviewAnew } from '#domain/review-progress.ts';
import type { ReviewAnswer } from '#domain/review-steps.ts';
import type { Answer } from '#operations/run-command.ts';
import type { ReviewUpdate } from '#workflows/quarantine-review.messages.ts';
import { askCase } from './ask-case.ts';
import type { ApiRequest } from './request.ts';
import type { Services } from './services.ts';

type Step<Input> = {
  operation: string;
  update: ReviewUpdate<Input>;
  /** Whether the case, as the table has it, waits for this step at all. */
  stillWaits: (review: Pick<ReviewProgress, 'state' | 'decision'>) => Result<void>;
  input: Input;
};

/** Carries a person's step to its quarantine review and answers its outcome. */
export const askReview = <Input extends { reviewId: string }>(
  services: Services,
  request: ApiRequest,
  { operation, update, stillWaits, input }: Step<Input>,
): Promise<Answer<ReviewAnswer> | Result<ReviewAnswer>> =>
  askCase(services, request, {
    operation,
    update,
    input,
    find: async () => (await reviewsInEngine(services.operations.db, [input.reviewId]))[0],
    anew: (found) => reviewAnew(found.input, found.standing, new Date().toISOString()),
    unknown: refuse('review.unknown', `There is no quarantine review ${input.reviewId}`),
    mayRead: ({ siteId }) =>
      authorize(request.caller, 'review.read', { siteId: siteId ?? undefined, category: eachCategory }),
    stillWaits: ({ standing }) => stillWaits(standing),
  });
