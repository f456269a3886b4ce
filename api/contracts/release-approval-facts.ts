import { z } from 'zod';
import type { Contract } from './contract.ts';
import { reasonCodeRefusals, reasoned } from './reason-codes.ts';
import { signed, step } from './release-approval-answer.ts';
import { instant } from './shared.ts';
import { signingId } from './signings.ts';

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
    happenedAt: instant.optional().describe('When they were measured'),
    sampledAt: instant.optional().describe('When the samples were taken'),
    laboratory: z.string().trim().min(1).max(200).optional(),
    documentId: z.uuid().optional().describe("The laboratory's report, uploaded before"),
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
    'result.sampled-later',
    'document.unknown',
    'document.removed',
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
      laboratory: 'Hudson Food Laboratories',
      sampledAt: '2026-10-12T09:30:00Z',
    },
  },
} as const satisfies Contract;

export const takeBackApprovalContract = {
  ...step,
  operationId: 'takeBackReleaseApproval',
  summary: 'Take back the first of two approvals',
  description: 'By whoever gave it, or a manager. Takes effect without the engine; both approvals are asked for anew.',
  path: '/release-approvals/:releaseId/approvals/withdrawal',
  right: 'release.approve',
  body: z.strictObject(reasoned),
  refusals: [
    'release.unknown',
    'release.already-decided',
    'release.second-person-required',
    'release.manager-required',
    'release.nothing-to-take-back',
    'reason.too-short',
    ...reasonCodeRefusals,
  ],
  example: { body: { reason: 'The part I named has been moved since' } },
} as const satisfies Contract;
