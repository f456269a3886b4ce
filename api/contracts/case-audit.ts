import { z } from 'zod';
import { caseKinds } from '#domain/case-kinds.ts';
import { signatureMeanings, signingMethods } from '#domain/signatures.ts';
import { provenTrail } from './audit-seals.ts';
import type { Contract } from './contract.ts';
import { policiesFollowed } from './policies-followed.ts';

const at = z.iso.datetime();
const params = z.object({ kind: z.enum(caseKinds), caseId: z.uuid() });
const unknown = [
  'review.unknown',
  'release.unknown',
  'disposal.unknown',
  'proposal.unknown',
  'policy-change.unknown',
] as const;

export const exportCaseAuditContract = {
  operationId: 'exportCaseAudit',
  tag: 'Audit',
  summary: 'Export everything that was recorded about a case, with signatures, documents and proofs',
  description:
    'What was done in the case, and what its steps did to the lot. Each entry comes with its text, its seal and its Merkle proof, as in the export of a lot: docs/audit.md says how to check one without us.',
  method: 'get',
  path: '/audit/cases/:kind/:caseId/export',
  right: 'audit.read',
  params,
  response: z.object({
    kind: z.enum(caseKinds),
    caseId: z.uuid(),
    number: z.string(),
    state: z.string(),
    title: z.string().describe('What it is about'),
    lot: z.string().nullable().describe('null for what is about no lot: a proposal of master data or of a policy'),
    workflowId: z.string(),
    ...provenTrail,
    signatures: z.array(
      z.object({
        signatureId: z.uuid(),
        subjectKind: z.string(),
        subjectId: z.string(),
        printedName: z.string(),
        at,
        timeZone: z.string(),
        meaning: z.enum(signatureMeanings),
        method: z.enum(signingMethods),
        shownHash: z.string().describe('SHA-256 over the canonical text of what the signer was shown'),
        statement: z.string().describe('What was decided under it, as canonical JSON'),
        digest: z.string().describe('Over all of the signature; the entry `signature.given` holds the same'),
      }),
    ),
    policies: policiesFollowed,
    documents: z.array(
      z.object({ documentId: z.uuid(), fileName: z.string(), mediaType: z.string(), sha256: z.string(), linkedAt: at }),
    ),
    movements: z.array(
      z.object({
        movementId: z.uuid(),
        kind: z.string(),
        happenedAt: at,
        recordedAt: at,
        reason: z.string().nullable(),
        lines: z.array(
          z.object({
            site: z.string().nullable(),
            location: z.string(),
            owner: z.string(),
            condition: z.string(),
            quantity: z.string(),
          }),
        ),
      }),
    ),
  }),
  status: 200,
  refusals: unknown,
} as const satisfies Contract;

export const printCaseAuditContract = {
  operationId: 'printCaseAudit',
  tag: 'Audit',
  summary: 'Export everything that was recorded about a case as a page to print',
  method: 'get',
  path: '/audit/cases/:kind/:caseId/export/page',
  right: 'audit.read',
  params,
  download: { types: ['text/html'] },
  status: 200,
  refusals: unknown,
} as const satisfies Contract;
