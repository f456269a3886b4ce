import { z } from 'zod';
import { holdRules } from '#domain/holds.ts';
import { reviewOutcomes, reviewStates } from '#domain/quarantine-review.ts';
import type { Contract } from './contract.ts';
import { reviewPage } from './quarantine-review-page.ts';
import { code, flag, page, paging } from './shared.ts';
import { signature } from './signings.ts';

const at = z.iso.datetime();
const params = z.object({ reviewId: z.uuid() });

const reviewInList = z.object({
  reviewId: z.uuid(),
  number: z.string(),
  state: z.enum(reviewStates),
  overdue: z.boolean(),
  openedAt: at,
  dueAt: at,
  remindedAt: at.nullable(),
  escalatedAt: at.nullable(),
  extensions: z.int(),
  evidenceVersion: z.int(),
  outcome: z.enum(reviewOutcomes).nullable(),
  decidedByName: z.string().nullable(),
  decidedAt: at.nullable(),
  signature: signature.nullable().describe('Under the decision'),
  workflowId: z.string(),
  holdId: z.uuid(),
  holdNumber: z.string(),
  rule: z.enum(holdRules),
  reason: z.string(),
  automatic: z.boolean(),
  placedByName: z.string(),
  lotId: z.uuid(),
  lot: z.string(),
  item: z.string(),
  itemName: z.string(),
  site: z.string().nullable(),
  timeZone: z.string().nullable(),
});

export const listQuarantineReviewsContract = {
  operationId: 'listQuarantineReviews',
  tag: 'Quarantine reviews',
  summary: 'List quarantine reviews, what is due first first',
  description: '`mine` are those of which you have claimed a task. A review of every site is in every list.',
  method: 'get',
  path: '/quarantine-reviews',
  right: 'review.read',
  query: z.object({
    ...paging,
    state: z.enum(reviewStates).optional(),
    site: code.optional(),
    lot: code.optional(),
    overdue: flag.optional(),
    mine: flag.optional(),
  }),
  response: page(reviewInList),
  status: 200,
  refusals: ['lot.unknown', 'site.unknown'],
} as const satisfies Contract;

export const readQuarantineReviewContract = {
  operationId: 'readQuarantineReview',
  tag: 'Quarantine reviews',
  summary: 'Read a quarantine review with all its evidence',
  description:
    'Hold, lot, receipts, certificates, inspections, readings, documents, stock in reach with its cost, tasks, history, and each action with whether you may take it and why not.',
  method: 'get',
  path: '/quarantine-reviews/:reviewId',
  right: 'review.read',
  params,
  response: reviewPage,
  status: 200,
  etag: true,
  refusals: ['review.unknown'],
} as const satisfies Contract;

const note = z.string().trim().min(1).max(4_000);

export const attachEvidenceContract = {
  operationId: 'attachEvidence',
  tag: 'Quarantine reviews',
  summary: 'Lay evidence before the reviewers',
  description:
    'A document, certificate, inspection or reading recorded before, or a note. Takes effect without the engine.',
  method: 'post',
  path: '/quarantine-reviews/:reviewId/evidence',
  right: 'review.attach-evidence',
  params,
  body: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('document'), documentId: z.uuid(), note: note.optional() }),
    z.strictObject({ kind: z.literal('certificate'), certificateId: z.uuid(), note: note.optional() }),
    z.strictObject({ kind: z.literal('inspection'), inspectionId: z.uuid(), note: note.optional() }),
    z.strictObject({ kind: z.literal('temperature_reading'), readingId: z.uuid(), note: note.optional() }),
    z.strictObject({ kind: z.literal('note'), note }),
  ]),
  response: z.object({ evidenceId: z.uuid(), reviewId: z.uuid(), evidenceVersion: z.int() }),
  status: 201,
  refusals: [
    'review.unknown',
    'review.already-decided',
    'review.not-open',
    'document.unknown',
    'certificate.unknown',
    'inspection.unknown',
    'reading.unknown',
  ],
  example: { body: { kind: 'note', note: 'The supplier sent the log of its cold store; no gap' } },
} as const satisfies Contract;
