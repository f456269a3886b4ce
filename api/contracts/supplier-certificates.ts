import { z } from 'zod';
import { certificateSchemes } from '#domain/certificates.ts';
import { certificateStandings } from '#domain/supplier-certificates.ts';
import type { Contract } from './contract.ts';
import { certificateRecord } from './master-records.ts';
import { calendarDate, code, page, paging } from './shared.ts';

const read = { tag: 'Master data', method: 'get', right: 'master-data.read', status: 200 } as const;
const listed = z.object({
  id: z.uuid(),
  version: z.int(),
  standing: z
    .enum(certificateStandings)
    .describe('Today. `expiring`: within the days of `certificate_expiry_warning_days`.'),
  record: certificateRecord,
});

export const listSupplierCertificatesContract = {
  ...read,
  operationId: 'listSupplierCertificates',
  summary: 'List certificates of suppliers, those that end first first',
  path: '/supplier-certificates',
  query: z.object({
    ...paging,
    supplier: code.optional(),
    scheme: z.enum(certificateSchemes).optional(),
    category: code.optional().describe('About all items of it.'),
    endsBefore: calendarDate.optional(),
    withdrawn: z.enum(['true', 'false']).optional(),
  }),
  response: page(listed),
  refusals: [],
  example: { query: { supplier: 'TGD' } },
} as const satisfies Contract;

export const readSupplierCertificateContract = {
  ...read,
  operationId: 'readSupplierCertificate',
  summary: 'Read a certificate of a supplier',
  path: '/supplier-certificates/:certificate',
  params: z.object({ certificate: code }),
  response: listed.extend({
    document: z.object({ documentId: z.uuid(), fileName: z.string() }).nullable(),
    proposals: z.array(z.object({ proposalId: z.uuid(), number: z.string(), state: z.string() })),
  }),
  etag: true,
  refusals: ['certificate.unknown'],
  example: { params: { certificate: 'TGD-AUDIT' } },
} as const satisfies Contract;
