import { z } from 'zod';
import { signatureProblemKinds } from '#domain/signatures.ts';
import type { Contract } from './contract.ts';
import { signatureUnder } from './signings.ts';

const problem = z.object({
  kind: z.enum(signatureProblemKinds),
  signatureId: z.uuid(),
  subjectKind: z.string(),
  subjectId: z.string(),
  message: z.string(),
});

export const verifySignaturesContract = {
  operationId: 'verifySignatures',
  tag: 'Signatures',
  summary: 'Hold signatures against what was signed',
  description:
    'That each is what was given and still fits its record (21 CFR 11.70), at most 200 at a time; go on at `next`. What is missing is told with the last. `scripts/verify-audit.ts` does it all at once, with the seals of the trail.',
  method: 'get',
  path: '/signatures/verification',
  right: 'audit.read',
  query: z.strictObject({ after: z.uuid().optional().describe('`next` of the answer before') }),
  response: z.object({
    sound: z.boolean(),
    signatures: z.int().describe('How many were looked at'),
    next: z.uuid().nullable(),
    problems: z.array(problem),
  }),
  status: 200,
  refusals: [],
} as const satisfies Contract;

export const readSignatureContract = {
  operationId: 'readSignature',
  tag: 'Signatures',
  summary: 'Read a signature: who, when, what it means, what was shown and stated, and whether it still fits',
  method: 'get',
  path: '/signatures/:signatureId',
  right: 'audit.read',
  params: z.object({ signatureId: z.uuid() }),
  response: signatureUnder.extend({
    subjectKind: z.string(),
    subjectId: z.string(),
    shown: z.unknown().describe('What the signer was shown, as it was then'),
    digest: z.string().describe('SHA-256 over all of it, hexadecimal, which the audit trail keeps and seals'),
    sound: z.boolean(),
    problems: z.array(problem),
  }),
  status: 200,
  refusals: ['signature.not-found'],
} as const satisfies Contract;
