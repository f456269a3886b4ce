import { z } from 'zod';
import { reviewOutcomes } from '#domain/quarantine-review.ts';
import { ruleCodes } from '#domain/rule-codes.ts';
import { mostSubjects } from '#domain/signatures.ts';
import type { Contract } from './contract.ts';
import { reviewAnswer } from './quarantine-review-steps.ts';
import { reasonText } from './shared.ts';
import { signingId } from './signings.ts';

export const decideQuarantineReviewsContract = {
  operationId: 'decideQuarantineReviews',
  tag: 'Quarantine reviews',
  summary: 'Decide about many holds with one proof of identity',
  description:
    'Each review gets a decision and a signature of its own, and is answered by itself: what is refused for one leaves the others. The signing names every review as its subject. Sent again with the same key, rows that were decided answer the same, and the others are tried again.',
  method: 'post',
  path: '/quarantine-reviews/decisions',
  right: 'review.decide',
  body: z
    .strictObject({
      signingId,
      decisions: z
        .array(z.strictObject({ reviewId: z.uuid(), outcome: z.enum(reviewOutcomes), reason: reasonText }))
        .min(1)
        .max(mostSubjects),
    })
    .refine(({ decisions }) => new Set(decisions.map(({ reviewId }) => reviewId)).size === decisions.length, {
      path: ['decisions'],
      error: 'Each review once',
    }),
  response: z.object({
    decided: z.int(),
    refused: z.int(),
    items: z
      .array(
        z.discriminatedUnion('ok', [
          z.object({ ok: z.literal(true), reviewId: z.uuid(), status: z.int(), answer: reviewAnswer }),
          z.object({
            ok: z.literal(false),
            reviewId: z.uuid(),
            status: z.int().describe('As this refusal would have by itself'),
            code: z.enum(ruleCodes),
            title: z.string(),
            detail: z.string(),
          }),
        ]),
      )
      .describe('In the order they were sent'),
  }),
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
        },
      ],
    },
  },
} as const satisfies Contract;
