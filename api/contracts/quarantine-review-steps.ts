import { z } from 'zod';
import { holdRules } from '#domain/holds.ts';
import { reviewOutcomes, reviewStates } from '#domain/quarantine-review.ts';
import { exceptionSettlements } from '#domain/review-follow-up.ts';
import type { Contract } from './contract.ts';
import { reasonCodeRefusals, reasoned } from './reason-codes.ts';
import { instant } from './shared.ts';
import { signature, signatureRefusals, signingId } from './signings.ts';

const at = z.iso.datetime();
const params = z.object({ reviewId: z.uuid() });

/** What a person's step left behind: whether the stock is free, and what is still missing. */
export const reviewAnswer = z.object({
  reviewId: z.uuid(),
  reviewNumber: z.string(),
  version: z.int(),
  state: z.enum(reviewStates),
  dueAt: at,
  decision: z
    .object({ outcome: z.enum(reviewOutcomes), byId: z.string(), byName: z.string(), at, reason: z.string() })
    .nullable(),
  disposal: z.string().optional().describe('The number of the disposal that carries the decision out'),
  hold: z.object({ holdId: z.uuid(), number: z.string(), active: z.boolean() }),
  stillHeldBy: z.array(z.object({ holdId: z.uuid(), number: z.string(), rule: z.enum(holdRules) })),
  confirmations: z.object({ needed: z.int(), given: z.array(z.object({ byName: z.string(), at })) }),
  signature: signature.nullable().default(null).describe('The one this step was signed with'),
  obstacle: z.object({ code: z.string(), message: z.string() }).nullable(),
});

const step = { tag: 'Quarantine reviews', method: 'post', params, response: reviewAnswer, status: 200 } as const;
const throughEngine = ['engine.unavailable', 'engine.case-not-started', 'review.unknown'] as const;
const signedThroughEngine = [...throughEngine, ...signatureRefusals] as const;
const example = { signingId: '019e2f2c-3c5a-7d70-8f6e-0f5a1c2b3d4e' };

export const decideQuarantineReviewContract = {
  ...step,
  operationId: 'decideQuarantineReview',
  summary: 'Decide about a hold',
  description:
    'Never by who asked for the hold. `lift` ends it at once; the other outcomes keep it until people have confirmed them. Signed with the meaning `approval` for what the details answer as `toSign`: what has changed since is to be read again.',
  path: '/quarantine-reviews/:reviewId/decision',
  right: 'review.decide',
  body: z.strictObject({
    outcome: z.enum(reviewOutcomes),
    ...reasoned,
    signingId,
  }),
  refusals: [
    ...signedThroughEngine,
    'review.already-decided',
    'review.not-open',
    'review.second-person-required',
    'access.duties-conflict',
    'reason.too-short',
    ...reasonCodeRefusals,
    'stock.none-in-reach',
  ],
  example: { body: { outcome: 'lift', reason: 'Re-test of five units passed on every count', ...example } },
} as const satisfies Contract;

export const extendQuarantineReviewContract = {
  ...step,
  operationId: 'extendQuarantineReview',
  summary: 'Give a review more time',
  description: 'Signed with the meaning `review` or `approval`.',
  path: '/quarantine-reviews/:reviewId/extension',
  right: 'review.extend',
  body: z.strictObject({ until: instant, ...reasoned, signingId }),
  refusals: [
    ...signedThroughEngine,
    'review.already-decided',
    'review.not-open',
    'review.extension-too-long',
    'review.extension-not-later',
    'reason.too-short',
    ...reasonCodeRefusals,
  ],
  example: { body: { until: '2026-10-20T16:00:00Z', reason: 'The laboratory answers on Tuesday', ...example } },
} as const satisfies Contract;

export const cancelQuarantineReviewContract = {
  ...step,
  operationId: 'cancelQuarantineReview',
  summary: 'Call off a hold placed in error',
  description:
    'Frees the stock as a lift does, so never by who asked for the hold. Signed with the meaning `approval`.',
  path: '/quarantine-reviews/:reviewId/cancellation',
  right: 'review.cancel',
  body: z.strictObject({ ...reasoned, signingId }),
  refusals: [
    ...signedThroughEngine,
    'review.already-decided',
    'review.not-open',
    'review.second-person-required',
    'access.duties-conflict',
    'reason.too-short',
    ...reasonCodeRefusals,
  ],
  example: { body: { reason: 'The wrong lot was scanned', ...example } },
} as const satisfies Contract;

export const confirmOutcomeContract = {
  ...step,
  operationId: 'confirmOutcome',
  summary: 'Confirm that a disposal or a return to the supplier was carried out',
  description:
    'The last confirmation needed books the goods out and ends the hold. Where that is not possible it still counts, `obstacle` says why, and an exception task is open. Signed with the meaning `responsibility`.',
  path: '/quarantine-reviews/:reviewId/confirmations',
  right: 'outcome.confirm',
  body: z.strictObject({ reference: z.string().trim().min(1).max(200).optional(), signingId }),
  refusals: [
    ...signedThroughEngine,
    'review.not-decided',
    'review.already-closed',
    'review.confirmed-twice',
    'review.second-person-required',
    'review.outcome-not-confirmable',
    'review.disposal-under-way',
  ],
  example: { body: { reference: 'Destruction certificate 2026-118', ...example } },
} as const satisfies Contract;

export const settleReviewExceptionContract = {
  ...step,
  operationId: 'settleReviewException',
  summary: 'Settle what keeps a review from going on',
  description:
    '`retry` tries the final step again, `settle_by_hand` closes the review once no stock is left in reach, `reopen` takes the decision back (right review.cancel). Signed with `responsibility` where it was settled by hand, with `approval` to reopen.',
  path: '/quarantine-reviews/:reviewId/exception-settlement',
  right: 'review.decide',
  body: z.strictObject({
    settlement: z.enum(exceptionSettlements),
    ...reasoned,
    signingId: signingId.optional().describe('Not for `retry`, which decides nothing new'),
  }),
  refusals: [
    ...signedThroughEngine,
    'review.not-decided',
    'review.already-closed',
    'review.nothing-to-settle',
    'review.disposal-under-way',
    'review.second-person-required',
    'reason.too-short',
    ...reasonCodeRefusals,
    'stock.held-by-other',
    'stock.none-in-reach',
    'stock.left-in-reach',
    'stock.more-in-reach',
  ],
  example: { body: { settlement: 'retry', reason: 'The other hold was lifted this morning' } },
} as const satisfies Contract;
