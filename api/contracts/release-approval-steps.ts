import { z } from 'zod';
import type { Contract } from './contract.ts';
import { reasonCodeRefusals, reasoned } from './reason-codes.ts';
import { signed, step } from './release-approval-answer.ts';
import { calendarDate, code, instant, quantityText } from './shared.ts';
import { signingId } from './signings.ts';

const throughEngine = ['engine.unavailable', 'engine.case-not-started', 'release.unknown'] as const;
const deciding = [
  ...throughEngine,
  ...signed,
  'release.already-decided',
  'release.second-person-required',
  'access.duties-conflict',
] as const;

/** What is to be released: all that waits, without conditions, where nothing is said. */
const terms = {
  part: z
    .strictObject({ from: code, to: code.optional(), quantity: quantityText, unit: z.string().trim().min(1).max(20) })
    .optional(),
  customers: z.array(code).max(500).optional(),
  useBy: calendarDate.optional(),
};
const termsRefused = [
  'release.part-malformed',
  'release.conditions-malformed',
  'release.conditions-not-allowed',
  'release.lot-expired',
  'stock.held',
  'stock.insufficient',
  'stock.same-place',
  'location.unknown',
  'location.not-for-stock',
  'party.unknown',
  'quantity.malformed',
  'quantity.unit-unknown',
] as const;

export const approveReleaseContract = {
  ...step,
  operationId: 'approveRelease',
  summary: 'Approve the release of stock: all of it, or a part, with conditions or without',
  description:
    'Never by who received the lot or who alone inspected it. With the last approval needed the stock is approved in the same transaction. A `part` is set apart at another location; `customers` and `useBy` limit whom it may go to. Sign (meaning approval) for `toSign`.',
  path: '/release-approvals/:releaseId/approvals',
  right: 'release.approve',
  body: z.strictObject({
    ...terms,
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
    ...termsRefused,
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
  body: z.strictObject({ ...reasoned, signingId: signingId.optional() }),
  refusals: [...deciding, 'reason.too-short', ...reasonCodeRefusals],
  example: { body: { reason: 'The pallet smells of diesel', reasonCode: 'does_not_conform' } },
} as const satisfies Contract;

export const releaseUrgentlyContract = {
  ...step,
  operationId: 'releaseUrgently',
  summary: 'Release stock before its results are in',
  description:
    'All of it, or a part, with conditions or without. The results are owed by `dueAt`; if they fail or do not come, the stock is held wherever it is. Sign (meaning approval).',
  path: '/release-approvals/:releaseId/urgent-release',
  right: 'release.urgent',
  body: z.strictObject({ ...terms, ...reasoned, signingId: signingId.optional() }),
  refusals: [
    ...deciding,
    'reason.too-short',
    ...reasonCodeRefusals,
    'release.urgent-not-allowed',
    'release.not-urgent',
    ...termsRefused,
  ],
  example: { body: { reason: 'The hospital has no other; the supplier has never failed', reasonCode: 'urgent_need' } },
} as const satisfies Contract;

export const extendReleaseContract = {
  ...step,
  operationId: 'extendRelease',
  summary: 'Give a release more time, while a laboratory is waited for',
  description:
    'Within the days that policy `release_extension_max_days` allows. After an urgent release by the right for that. Sign (meaning review or approval).',
  path: '/release-approvals/:releaseId/extension',
  right: 'release.approve',
  body: z.strictObject({ until: instant, ...reasoned, signingId: signingId.optional() }),
  refusals: [
    ...throughEngine,
    ...signed,
    'release.already-decided',
    'release.second-person-required',
    'release.extension-not-later',
    'release.extension-too-long',
    'reason.too-short',
    ...reasonCodeRefusals,
  ],
  example: { body: { until: '2026-10-20T16:00:00Z', reason: 'The laboratory answers on Tuesday' } },
} as const satisfies Contract;

export const settleReleaseExceptionContract = {
  ...step,
  operationId: 'settleReleaseException',
  summary: 'Say that what kept a release from going on is settled',
  path: '/release-approvals/:releaseId/exception-settlement',
  right: 'release.approve',
  body: z.strictObject(reasoned),
  refusals: [
    ...throughEngine,
    'release.already-decided',
    'release.second-person-required',
    'release.nothing-to-settle',
    'reason.too-short',
    ...reasonCodeRefusals,
  ],
  example: { body: { reason: 'The database was full; it is not any more' } },
} as const satisfies Contract;
