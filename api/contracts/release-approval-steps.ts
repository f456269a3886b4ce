import { z } from 'zod';
import { releaseStates } from '#domain/release-approval.ts';
import { resultsOutcomes } from '#domain/release-results.ts';
import type { Contract } from './contract.ts';
import { releaseTerms } from './release-approval-page.ts';
import { calendarDate, code, instant, quantityText, reasonText } from './shared.ts';
import { signingId } from './signings.ts';

const at = z.iso.datetime();
const params = z.object({ releaseId: z.uuid() });

/** What a person's step left behind: what still waits, and the hold where there is one. */
const releaseAnswer = z.object({
  releaseId: z.uuid(),
  releaseNumber: z.string(),
  version: z.int(),
  state: z.enum(releaseStates),
  dueAt: at,
  outcome: z.enum(resultsOutcomes),
  resultsVersion: z.int(),
  waiting: z.string(),
  unit: z.string(),
  terms: releaseTerms.nullable(),
  approvals: z.object({
    needed: z.int(),
    inOrder: z.boolean(),
    given: z.array(z.object({ byId: z.string(), byName: z.string(), at })),
  }),
  hold: z
    .object({
      holdId: z.uuid(),
      number: z.string(),
      reviewId: z.uuid().nullable(),
      reviewNumber: z.string().nullable(),
    })
    .nullable(),
});

const step = { tag: 'Release approvals', method: 'post', params, response: releaseAnswer, status: 200 } as const;
const throughEngine = ['engine.unavailable', 'engine.case-not-started', 'release.unknown'] as const;
const signed = [
  'signature.required',
  'signature.unknown',
  'signature.expired',
  'signature.session-ended',
  'signature.other-subject',
  'signature.already-used',
  'signature.meaning-wrong',
  'signature.shown-changed',
] as const;
const deciding = [
  ...throughEngine,
  ...signed,
  'release.already-decided',
  'release.second-person-required',
  'access.duties-conflict',
] as const;

export const recordReleaseResultsContract = {
  ...step,
  operationId: 'recordReleaseResults',
  summary: 'Enter what was measured against the specification',
  description:
    'Takes effect without the engine: results that fail hold the stock at once. A person signs (meaning authorship) for `toSign`; a key needs no signature. A value entered before is corrected with a `note`; both stay.',
  path: '/release-approvals/:releaseId/results',
  right: 'inspection.record',
  body: z.strictObject({
    results: z
      .array(
        z.strictObject({
          characteristic: z.string().trim().min(1).max(200),
          sample: z.int().min(1).max(2_000).nullable().describe('Null for what is measured once for the lot'),
          value: z.string().trim().min(1).max(200).describe('A number, "<" and a number, or a word'),
        }),
      )
      .min(1)
      .max(5_000),
    note: z.string().trim().min(1).max(2_000).optional(),
    happenedAt: instant.optional(),
    signingId: signingId.optional(),
  }),
  refusals: [
    ...signed,
    'release.unknown',
    'result.not-owed',
    'result.refused',
    'result.characteristic-unknown',
    'result.sample-unknown',
    'result.value-malformed',
    'result.repeated',
    'specification.unknown',
    'reason.missing',
    'request.happened-in-future',
    'request.happened-too-long-ago',
  ],
  example: {
    body: {
      results: [
        { characteristic: 'Core temperature', sample: 1, value: '3.8' },
        { characteristic: 'Listeria monocytogenes in 25 g', sample: null, value: 'not detected' },
      ],
    },
  },
} as const satisfies Contract;

export const approveReleaseContract = {
  ...step,
  operationId: 'approveRelease',
  summary: 'Approve the release of stock: all of it, or a part, with conditions or without',
  description:
    'Never by who received the lot or who alone inspected it. With the last approval needed the stock is approved in the same transaction. A `part` is set apart at another location; `customers` and `useBy` limit whom it may go to. Sign (meaning approval) for `toSign`.',
  path: '/release-approvals/:releaseId/approvals',
  right: 'release.approve',
  body: z.strictObject({
    part: z
      .strictObject({ from: code, to: code.optional(), quantity: quantityText, unit: z.string().trim().min(1).max(20) })
      .optional(),
    customers: z.array(code).max(500).optional(),
    useBy: calendarDate.optional(),
    comment: z.string().trim().min(1).max(2_000).optional(),
    resultsVersion: z.int().min(0).optional(),
    signingId: signingId.optional(),
  }),
  refusals: [
    ...deciding,
    'release.results-missing',
    'release.results-changed',
    'release.manager-required',
    'release.terms-differ',
    'release.part-malformed',
    'release.conditions-malformed',
    'release.conditions-not-allowed',
    'stock.held',
    'stock.insufficient',
    'stock.same-place',
    'location.unknown',
    'location.not-for-stock',
    'party.unknown',
    'quantity.malformed',
    'quantity.unit-unknown',
  ],
  example: { body: { comment: 'All results within limits', resultsVersion: 1 } },
} as const satisfies Contract;

export const rejectReleaseContract = {
  ...step,
  operationId: 'rejectRelease',
  summary: 'Refuse to release stock',
  description: 'It is held at once, and a quarantine review decides, by somebody else. Sign (meaning approval).',
  path: '/release-approvals/:releaseId/rejection',
  right: 'release.approve',
  body: z.strictObject({ reason: reasonText, signingId: signingId.optional() }),
  refusals: [...deciding, 'reason.too-short'],
  example: { body: { reason: 'The pallet smells of diesel' } },
} as const satisfies Contract;

export const releaseUrgentlyContract = {
  ...step,
  operationId: 'releaseUrgently',
  summary: 'Release stock before its results are in',
  description:
    'The results are owed by `dueAt`; if they fail or do not come, the stock is held. Sign (meaning approval).',
  path: '/release-approvals/:releaseId/urgent-release',
  right: 'release.urgent',
  body: z.strictObject({ reason: reasonText, signingId: signingId.optional() }),
  refusals: [...deciding, 'reason.too-short', 'release.urgent-not-allowed', 'release.not-urgent', 'stock.held'],
  example: { body: { reason: 'The hospital has no other; the supplier has never failed' } },
} as const satisfies Contract;

export const settleReleaseExceptionContract = {
  ...step,
  operationId: 'settleReleaseException',
  summary: 'Say that what kept a release from going on is settled',
  path: '/release-approvals/:releaseId/exception-settlement',
  right: 'release.approve',
  body: z.strictObject({ reason: reasonText }),
  refusals: [
    ...throughEngine,
    'release.already-decided',
    'release.second-person-required',
    'release.nothing-to-settle',
    'reason.too-short',
  ],
  example: { body: { reason: 'The database was full; it is not any more' } },
} as const satisfies Contract;
