import { z } from 'zod';
import { inspectionResults } from '#domain/inspections.ts';
import type { Contract } from './contract.ts';
import { code, instant, page, paging } from './shared.ts';

const at = z.iso.datetime();
const check = { name: z.string().trim().min(1).max(100), result: z.enum(inspectionResults) };

/** A hold that a rule has placed, or found in effect already. */
export const causedHold = z.object({
  holdId: z.uuid(),
  holdNumber: z.string(),
  lotId: z.uuid(),
  reviewId: z.uuid().nullable(),
  reviewNumber: z.string().nullable(),
  alreadyActive: z.boolean().describe('It was in effect before, for the same reason'),
});

export const recordInspectionContract = {
  operationId: 'recordInspection',
  tag: 'Inspections',
  summary: 'Record what an inspection of lots found',
  description:
    'A failed one holds its lots at once: at the site, or everywhere if they have left it. One that passed releases nothing by itself.',
  method: 'post',
  path: '/inspections',
  right: 'inspection.record',
  body: z.strictObject({
    number: code.optional().describe('Left out: it is given one'),
    site: code,
    receipt: code.optional().describe('The number of the receipt that brought the lots'),
    lots: z.array(code).min(1).max(200).describe('Codes or ids'),
    result: z.enum(inspectionResults),
    checks: z
      .array(z.strictObject({ ...check, note: z.string().trim().max(2_000).optional() }))
      .max(100)
      .default([]),
    documents: z.array(z.uuid()).max(50).default([]).describe('Documents uploaded before'),
    happenedAt: instant.optional(),
  }),
  response: z.object({
    inspectionId: z.uuid(),
    number: z.string(),
    site: z.string(),
    result: z.enum(inspectionResults),
    happenedAt: at,
    lots: z.array(z.object({ lotId: z.uuid(), lot: z.string() })),
    holds: z.array(causedHold),
  }),
  status: 201,
  location: '/inspections/{inspectionId}',
  refusals: [
    'site.unknown',
    'lot.unknown',
    'receipt.unknown',
    'document.unknown',
    'inspection.number-taken',
    'request.happened-in-future',
    'request.happened-too-long-ago',
  ],
  example: {
    body: {
      site: 'DEN',
      lots: ['ALM-01'],
      result: 'fail',
      checks: [
        { name: 'documents', result: 'pass' },
        { name: 'seal', result: 'fail', note: 'Two lids open' },
      ],
    },
  },
} as const satisfies Contract;

const inspection = z.object({
  inspectionId: z.uuid(),
  number: z.string(),
  site: z.string(),
  timeZone: z.string(),
  receiptId: z.uuid().nullable(),
  receipt: z.string().nullable(),
  result: z.enum(inspectionResults),
  checks: z.array(z.object({ name: z.string(), result: z.enum(inspectionResults), note: z.string().optional() })),
  lots: z.array(z.object({ lotId: z.uuid(), lot: z.string() })),
  documents: z.array(z.object({ documentId: z.uuid(), fileName: z.string(), mediaType: z.string() })),
  inspectedBy: z.string(),
  happenedAt: at,
  recordedAt: at,
});

export const listInspectionsContract = {
  operationId: 'listInspections',
  tag: 'Inspections',
  summary: 'List inspections, the newest first',
  method: 'get',
  path: '/inspections',
  right: 'lot.read',
  query: z.strictObject({
    ...paging,
    site: code.optional(),
    lot: code.optional().describe("The lot's code or id"),
    result: z.enum(inspectionResults).optional(),
  }),
  response: page(inspection),
  status: 200,
  refusals: ['lot.unknown', 'site.unknown'],
} as const satisfies Contract;

export const readInspectionContract = {
  operationId: 'readInspection',
  tag: 'Inspections',
  summary: 'Read one inspection',
  method: 'get',
  path: '/inspections/:inspectionId',
  right: 'lot.read',
  params: z.object({ inspectionId: z.uuid() }),
  response: inspection,
  status: 200,
  refusals: ['inspection.unknown'],
} as const satisfies Contract;
