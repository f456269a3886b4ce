import { z } from 'zod';
import type { Contract } from './contract.ts';
import { reasonCodeRefusals, reasoned } from './reason-codes.ts';
import { code } from './shared.ts';

export const changeSupplierRiskContract = {
  operationId: 'changeSupplierRisk',
  tag: 'Master data',
  summary: 'Raise the risk score of a supplier at once',
  description:
    'Receipts from now on are judged by it. A lower score frees goods and is proposed (POST /v1/master-data-proposals). If-Match takes the ETag of the party as it was read.',
  method: 'put',
  path: '/suppliers/:supplier/risk-score',
  right: 'master-data.edit',
  params: z.object({ supplier: code }),
  body: z.strictObject({ riskScore: z.string().trim().min(1).max(10).describe('0 to 100'), ...reasoned }),
  response: z.object({
    supplier: z.string(),
    riskScore: z.string(),
    riskScoreBefore: z.string().nullable(),
    version: z.int(),
  }),
  status: 200,
  etag: true,
  ifMatch: true,
  refusals: [
    'supplier.unknown',
    'risk.out-of-range',
    'proposal.required',
    'record.merged',
    'reason.too-short',
    ...reasonCodeRefusals,
  ],
  example: {
    params: { supplier: 'GHF' },
    body: { riskScore: '78.5', reason: 'Audit of 2026-10-03 had two major findings' },
  },
} as const satisfies Contract;
