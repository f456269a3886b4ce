import { z } from 'zod';
import { auditProblemKinds } from '#domain/audit-seals.ts';
import { auditEntry } from './audit.ts';
import type { Contract } from './contract.ts';
import { page, paging } from './shared.ts';

const number = z
  .string()
  .regex(/^[1-9]\d{0,17}$/)
  .describe('The number of a seal');
const sha256 = z.string().describe('SHA-256, hexadecimal');
const params = z.object({ lotId: z.uuid() });

const sealHeader = {
  number: z.string().describe('1, 2, 3 … without a gap'),
  previousHash: sha256.describe('`hash` of the seal before; zeros in the first'),
  fromTransaction: z.string().describe('The seal holds every entry from here …'),
  fromPosition: z.string(),
  untilTransaction: z.string().describe('… up to but not with there, by transaction, then position'),
  untilPosition: z.string(),
  firstPosition: z.string(),
  lastPosition: z.string(),
  rowCount: z.int(),
  positions: z.string().describe('Exactly which entries, in the order of the leaves: `1-40,42`'),
  root: sha256.describe('Merkle root over the entries (RFC 6962, section 2.1), hexadecimal'),
  sealedAt: z.iso.datetime(),
  hash: sha256.describe('SHA-256 over the fields above; docs/audit.md says how'),
};
const seal = z.object({ ...sealHeader, leaves: z.string().describe('The hash of each entry, 32 bytes each, base64') });

export const listAuditSealsContract = {
  operationId: 'listAuditSeals',
  tag: 'Audit',
  summary: 'List the seals of the audit trail, the earliest first',
  description: 'Keep them elsewhere: against them it is found even when entries and their seals were cut off together.',
  method: 'get',
  path: '/audit/seals',
  right: 'audit.read',
  query: z.strictObject(paging),
  response: page(seal),
  status: 200,
  refusals: [],
} as const satisfies Contract;

export const exportAuditSealsContract = {
  operationId: 'exportAuditSeals',
  tag: 'Audit',
  summary: 'Export seals as lines of JSON, one each',
  description:
    'At most 200; ask again with the number of the last line as `after`. `scripts/verify-audit.ts` reads the file.',
  method: 'get',
  path: '/audit/seals/export',
  right: 'audit.read',
  query: z.strictObject({
    after: z
      .string()
      .regex(/^\d{1,18}$/)
      .default('0')
      .describe('Seals with a higher number'),
  }),
  download: { types: ['application/x-ndjson'] },
  status: 200,
  refusals: [],
} as const satisfies Contract;

export const verifyAuditContract = {
  operationId: 'verifyAudit',
  tag: 'Audit',
  summary: 'Hold the audit trail against its seals',
  description:
    'At most 200 seals at a time; go on at `next`. To verify against seals kept elsewhere, and all at once, run `scripts/verify-audit.ts`.',
  method: 'get',
  path: '/audit/verification',
  right: 'audit.read',
  query: z.strictObject({ from: number.default('1'), until: number.optional() }),
  response: z.object({
    sound: z.boolean(),
    seals: z.int().describe('How many were looked at'),
    rows: z.int(),
    next: z.string().nullable().describe('Where to go on; null when everything asked for was looked at'),
    unsealed: z
      .object({ rows: z.int(), oldestRecordedAt: z.string().nullable() })
      .nullable()
      .describe('Entries behind the last seal; null before the end'),
    problemCount: z.int(),
    problems: z
      .array(
        z.object({
          kind: z.enum(auditProblemKinds),
          seal: z.string(),
          position: z.string().nullable(),
          message: z.string(),
        }),
      )
      .describe('The first 1000'),
  }),
  status: 200,
  refusals: [],
} as const satisfies Contract;

/** Entries of the trail, each with what proves it, and the seals they are in. */
export const provenTrail = {
  exportedAt: z.iso.datetime(),
  leftOut: z.int().describe('Entries about sites or entities that you may not see'),
  entries: z.array(
    auditEntry.extend({
      canonical: z.string().describe('The leaf is SHA-256 of a zero byte and this text in UTF-8'),
      leaf: sha256,
      seal: z.string().nullable().describe('Number of its seal; null while it waits for one'),
      proof: z
        .array(z.object({ side: z.enum(['left', 'right']), hash: sha256 }))
        .nullable()
        .describe('From the leaf to the root: hash a one byte, the left and the right, step by step'),
      borneOut: z.boolean().nullable().describe('Whether it is what was sealed; null while it waits for a seal'),
    }),
  ),
  seals: z.array(z.object(sealHeader)),
};

export const exportLotAuditContract = {
  operationId: 'exportLotAudit',
  tag: 'Audit',
  summary: 'Export everything that was recorded about a lot, with proofs',
  description:
    'Each entry comes with the text that was hashed, the seal it is in and its Merkle proof, so that whoever has the root of that seal can check it without us.',
  method: 'get',
  path: '/lots/:lotId/audit-export',
  right: 'audit.read',
  params,
  response: z.object({ lotId: z.uuid(), lot: z.string(), ...provenTrail }),
  status: 200,
  refusals: ['lot.unknown'],
} as const satisfies Contract;

export const printLotAuditContract = {
  operationId: 'printLotAudit',
  tag: 'Audit',
  summary: 'Export everything that was recorded about a lot as a page to print',
  method: 'get',
  path: '/lots/:lotId/audit-export/page',
  right: 'audit.read',
  params,
  download: { types: ['text/html'] },
  status: 200,
  refusals: ['lot.unknown'],
} as const satisfies Contract;
