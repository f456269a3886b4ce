import { z } from 'zod';
import { certificateKinds, certificateStates } from '#domain/certificates.ts';
import type { Contract } from './contract.ts';
import { documentSummary } from './documents.ts';
import { reasonCodeRefusals, reasoned } from './reason-codes.ts';
import { calendarDate, code, page, paging } from './shared.ts';

export const recordCertificateContract = {
  operationId: 'recordCertificate',
  tag: 'Certificates',
  summary: "Record a supplier's paper for a lot",
  description:
    'Settles the task that waited for an announced paper. It lifts no hold: a person decides, with the paper as evidence.',
  method: 'post',
  path: '/certificates',
  right: 'certificate.record',
  body: z.strictObject({
    lot: code.describe("The lot's code or id"),
    kind: z.enum(certificateKinds),
    number: z.string().trim().min(1).max(100),
    expiresOn: calendarDate.nullish(),
    documentId: z.uuid().nullish(),
    source: z.string().trim().max(200).nullish().describe('Where it came from'),
  }),
  response: z.object({
    certificateId: z.uuid(),
    lotId: z.uuid(),
    lotCode: z.string(),
    kind: z.enum(certificateKinds),
    number: z.string(),
    state: z.enum(certificateStates),
    expiresOn: z.string().nullable(),
    settledTaskIds: z.array(z.uuid()),
  }),
  status: 201,
  location: '/certificates/{certificateId}',
  refusals: ['lot.unknown', 'document.unknown', 'certificate.number-taken'],
  example: { body: { lot: 'OIL-01', kind: 'certificate_of_analysis', number: 'COA-ASC-2231' } },
} as const satisfies Contract;

const certificate = z.object({
  certificateId: z.uuid(),
  lotId: z.uuid(),
  lotCode: z.string(),
  item: z.string(),
  supplier: z.string().nullable(),
  kind: z.enum(certificateKinds),
  state: z.enum(certificateStates),
  number: z.string().nullable(),
  expiresOn: z.string().nullable(),
  source: z.string().nullable(),
  recordedBy: z.string(),
  recordedAt: z.iso.datetime(),
  withdrawnAt: z.iso.datetime().nullable(),
  documents: z.array(documentSummary),
});

export const listCertificatesContract = {
  operationId: 'listCertificates',
  tag: 'Certificates',
  summary: 'List papers of lots, the newest first',
  method: 'get',
  path: '/certificates',
  right: 'lot.read',
  query: z.strictObject({
    ...paging,
    lot: code.optional().describe("The lot's code or id"),
    kind: z.enum(certificateKinds).optional(),
    state: z.enum(certificateStates).optional(),
  }),
  response: page(certificate),
  status: 200,
  refusals: [],
} as const satisfies Contract;

const params = z.object({ certificateId: z.uuid() });

export const readCertificateContract = {
  operationId: 'readCertificate',
  tag: 'Certificates',
  summary: 'Read one paper of a lot',
  method: 'get',
  path: '/certificates/:certificateId',
  right: 'lot.read',
  params,
  response: certificate,
  status: 200,
  refusals: ['certificate.unknown'],
} as const satisfies Contract;

export const withdrawCertificateContract = {
  operationId: 'withdrawCertificate',
  tag: 'Certificates',
  summary: 'Record that its issuer took a paper back',
  description: 'Holds the lot everywhere at once, also while the engine is away; a quarantine review decides.',
  method: 'post',
  path: '/certificates/:certificateId/withdrawal',
  right: 'certificate.record',
  params,
  body: z.strictObject({ ...reasoned }),
  response: z.object({
    certificateId: z.uuid(),
    lotId: z.uuid(),
    withdrawnAt: z.iso.datetime(),
    holdId: z.uuid(),
    holdNumber: z.string(),
    reviewId: z.uuid().nullable(),
    reviewNumber: z.string().nullable(),
  }),
  status: 201,
  refusals: ['certificate.unknown', 'certificate.already-withdrawn', 'reason.too-short', ...reasonCodeRefusals],
  example: { body: { reason: 'The laboratory took its report back: wrong sample' } },
} as const satisfies Contract;
