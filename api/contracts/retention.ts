import { z } from 'zod';
import { legalCaseKinds } from '#domain/legal-holds.ts';
import { keepingReasons } from '#domain/retention.ts';
import type { Contract } from './contract.ts';
import { reasonCodeRefusals, reasoned } from './reason-codes.ts';
import { calendarDate, code, flag, page, paging } from './shared.ts';

const at = z.iso.datetime();
const tag = 'Retention';

export const placeLegalHoldContract = {
  operationId: 'placeLegalHold',
  tag,
  summary: 'Keep documents whatever retention says',
  description:
    'Everything that meets all that you name is kept from now on, also what comes later. Two people end it: POST /v1/policy-changes with the subject `legal_hold_release`.',
  method: 'post',
  path: '/legal-holds',
  right: 'legal-hold.place',
  body: z.strictObject({
    lot: code.optional(),
    caseKind: z.enum(legalCaseKinds).optional(),
    caseId: z.uuid().optional(),
    supplier: code.optional(),
    fromDay: calendarDate.optional().describe('Of the upload, in UTC'),
    untilDay: calendarDate.optional(),
    ...reasoned,
  }),
  response: z.object({ legalHoldId: z.uuid(), number: z.string(), version: z.int(), documents: z.int() }),
  status: 201,
  refusals: [
    'lot.unknown',
    'supplier.unknown',
    'legal-hold.case-unknown',
    'legal-hold.criteria-missing',
    'legal-hold.days-reversed',
    'reason.too-short',
    ...reasonCodeRefusals,
  ],
  example: {
    body: { supplier: 'TGD', fromDay: '2026-01-01', reason: 'Claim 2026-118 of Bay Foods', reasonCode: 'claim' },
  },
} as const satisfies Contract;

export const listLegalHoldsContract = {
  operationId: 'listLegalHolds',
  tag,
  summary: 'List legal holds, the newest first',
  method: 'get',
  path: '/legal-holds',
  right: 'legal-hold.read',
  query: z.strictObject({ ...paging, inForce: flag.optional() }),
  response: page(
    z.object({
      legalHoldId: z.uuid(),
      number: z.string(),
      version: z.int(),
      lot: z.string().nullable(),
      caseKind: z.enum(legalCaseKinds).nullable(),
      caseId: z.uuid().nullable(),
      supplier: z.string().nullable(),
      fromDay: calendarDate.nullable(),
      untilDay: calendarDate.nullable(),
      reason: z.string(),
      reasonCode: z.string().nullable(),
      placedBy: z.string(),
      placedAt: at,
      releasedBy: z.string().nullable(),
      releasedAt: at.nullable(),
      releaseReason: z.string().nullable(),
      releaseChangeId: z.uuid().nullable(),
      documents: z.int().describe('How many it keeps now'),
    }),
  ),
  status: 200,
  refusals: [],
} as const satisfies Contract;

export const listRetentionContract = {
  operationId: 'listRetention',
  tag,
  summary: 'Read what retention would remove now, and what it keeps and why',
  description: 'Documents old enough to be looked at, the oldest first. Nothing is removed by asking.',
  method: 'get',
  path: '/retention/documents',
  right: 'legal-hold.read',
  query: z.strictObject(paging),
  response: page(
    z.object({
      documentId: z.uuid(),
      fileName: z.string(),
      uploadedAt: at,
      keep: z.boolean(),
      because: z.enum(keepingReasons).nullable(),
      until: at.nullable().describe('When its retention is over; null where that is not known yet'),
      legalHolds: z.array(z.string()),
      policyIds: z.array(z.uuid()),
    }),
  ),
  status: 200,
  refusals: [],
} as const satisfies Contract;
