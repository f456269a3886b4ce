import { z } from 'zod';
import type { Contract } from './contract.ts';
import { code, reasonText } from './shared.ts';

export const changeSupplierRiskContract = {
  operationId: 'changeSupplierRisk',
  tag: 'Master data',
  summary: 'Score the risk of a supplier anew',
  description: 'Receipts from now on are judged by it. If-Match takes the ETag of the party as it was read.',
  method: 'put',
  path: '/suppliers/:supplier/risk-score',
  right: 'master-data.edit',
  params: z.object({ supplier: code }),
  body: z.strictObject({ riskScore: z.string().trim().min(1).max(10).describe('0 to 100'), reason: reasonText }),
  response: z.object({
    supplier: z.string(),
    riskScore: z.string(),
    riskScoreBefore: z.string().nullable(),
    version: z.int(),
  }),
  status: 200,
  etag: true,
  ifMatch: true,
  refusals: ['supplier.unknown', 'risk.out-of-range', 'reason.too-short'],
  example: {
    params: { supplier: 'GHF' },
    body: { riskScore: '62.5', reason: 'Audit of 2026-10-03 passed with two minor findings' },
  },
} as const satisfies Contract;
