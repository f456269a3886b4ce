import { z } from 'zod';
import { reviewOutcomes } from '#domain/quarantine-review.ts';
import type { Contract } from './contract.ts';
import { isEachOnce, manyDescription, outcomes, some } from './decide-many.ts';
import { decideQuarantineReviewContract, reviewAnswer } from './quarantine-review-steps.ts';
import { reasonText } from './shared.ts';
import { signingId } from './signings.ts';

const reviewId = z.uuid();

export const decideQuarantineReviewsContract = {
  operationId: 'decideQuarantineReviews',
  tag: 'Quarantine reviews',
  summary: 'Decide about many holds with one proof of identity',
  description: manyDescription,
  method: 'post',
  path: '/quarantine-reviews/decisions',
  right: 'review.decide',
  body: z
    .strictObject({
      signingId,
      decisions: some(
        z.strictObject({
          reviewId,
          outcome: z.enum(reviewOutcomes),
          reason: reasonText,
          reasonCode: decideQuarantineReviewContract.body.shape.reasonCode,
        }),
      ),
    })
    .refine(({ decisions }) => isEachOnce('reviewId', decisions), { path: ['decisions'], error: 'Each review once' }),
  response: outcomes({ reviewId }, reviewAnswer),
  status: 200,
  refusals: [],
  example: {
    body: {
      signingId: '019e2f2c-3c5a-7d70-8f6e-0f5a1c2b3d4e',
      decisions: [
        {
          reviewId: '019e2f2c-3c5a-7d70-8f6e-0f5a1c2b3d4f',
          outcome: 'lift',
          reason: 'Re-test of five units passed on every count',
          reasonCode: 'retest_passed',
        },
      ],
    },
  },
} as const satisfies Contract;
