import { z } from 'zod';
import { releaseStates } from '#domain/release-approval.ts';
import { resultsOutcomes } from '#domain/release-results.ts';
import { releaseTerms } from './release-approval-page.ts';

const at = z.iso.datetime();
const params = z.object({ releaseId: z.uuid() });

/** What a person's step left behind: what still waits, and the hold where there is one. */
export const releaseAnswer = z.object({
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

/** What all steps of a release have in common. */
export const step = { tag: 'Release approvals', method: 'post', params, response: releaseAnswer, status: 200 } as const;

/** What a signature can be refused for. */
export const signed = [
  'signature.required',
  'signature.unknown',
  'signature.expired',
  'signature.session-ended',
  'signature.other-subject',
  'signature.already-used',
  'signature.meaning-wrong',
  'signature.shown-changed',
] as const;
