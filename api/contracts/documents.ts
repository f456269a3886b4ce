import { z } from 'zod';
import { documentBytesAtDoor, documentTypes } from '#domain/documents.ts';
import type { Contract } from './contract.ts';

export const documentSummary = z.object({
  documentId: z.uuid(),
  fileName: z.string(),
  mediaType: z.string(),
  sizeBytes: z.int(),
});

const params = z.object({ documentId: z.uuid() });
const subjectKind = z.enum(['receipt', 'lot', 'certificate', 'inspection', 'release_approval']);

export const storeDocumentContract = {
  operationId: 'storeDocument',
  tag: 'Documents',
  summary: 'Store a document or photo',
  description:
    'The bytes are the body, their type the Content-Type. Type, size (policy document_max_bytes) and, where stated, SHA-256 are checked. The same bytes are one document, whoever sends them. Then name its id in a receipt, a certificate or as evidence.',
  method: 'post',
  path: '/documents',
  right: 'document.attach',
  query: z.strictObject({
    fileName: z.string().trim().min(1).max(500),
    sha256: z
      .string()
      .regex(/^[0-9a-fA-F]{64}$/, 'A SHA-256 is 64 hexadecimal digits')
      .optional()
      .describe('What the bytes should hash to; other bytes are refused'),
  }),
  upload: { types: documentTypes, maxBytes: documentBytesAtDoor },
  response: documentSummary.extend({ sha256: z.string(), alreadyStored: z.boolean() }),
  status: 201,
  location: '/documents/{documentId}',
  refusals: [
    'document.empty',
    'document.too-large',
    'document.type-not-allowed',
    'document.type-mismatch',
    'document.hash-mismatch',
  ],
  example: { query: { fileName: 'coa-ghf-1007.pdf' } },
} as const satisfies Contract;

export const readDocumentContract = {
  operationId: 'readDocument',
  tag: 'Documents',
  summary: 'Read what is known of a document',
  method: 'get',
  path: '/documents/:documentId',
  right: 'document.read',
  params,
  response: documentSummary.extend({
    sha256: z.string(),
    uploadedBy: z.string(),
    uploadedByName: z.string(),
    uploadedAt: z.iso.datetime(),
    removedAt: z.iso.datetime().nullable().describe('When retention removed its file'),
    links: z.array(z.object({ subjectKind: z.string(), subjectId: z.uuid(), linkedAt: z.iso.datetime() })),
  }),
  status: 200,
  refusals: ['document.unknown'],
} as const satisfies Contract;

export const downloadDocumentContract = {
  operationId: 'downloadDocument',
  tag: 'Documents',
  summary: 'Download a document',
  method: 'get',
  path: '/documents/:documentId/content',
  right: 'document.read',
  params,
  download: { types: documentTypes },
  status: 200,
  refusals: ['document.unknown', 'document.removed'],
} as const satisfies Contract;

export const attachDocumentContract = {
  operationId: 'attachDocument',
  tag: 'Documents',
  summary: 'Add a stored document to a receipt, lot, certificate or inspection',
  method: 'post',
  path: '/documents/:documentId/links',
  right: 'document.attach',
  params,
  body: z.strictObject({ subjectKind, subjectId: z.uuid() }),
  response: z.object({ documentId: z.uuid(), subjectKind, subjectId: z.uuid() }),
  status: 201,
  refusals: [
    'document.unknown',
    'document.removed',
    'receipt.unknown',
    'lot.unknown',
    'certificate.unknown',
    'inspection.unknown',
    'release.unknown',
  ],
  example: { body: { subjectKind: 'lot', subjectId: '019a2f3e-7c00-7000-8000-000000000001' } },
} as const satisfies Contract;
