import { z } from 'zod';
import type { Contract } from './contract.ts';
import { documentSummary } from './documents.ts';
import { code, instant, page, paging } from './shared.ts';

const header = {
  receiptId: z.uuid(),
  number: z.string(),
  site: z.string(),
  owner: z.string(),
  supplier: z.string(),
  supplierName: z.string(),
  happenedAt: z.iso.datetime(),
  recordedAt: z.iso.datetime(),
  imported: z.boolean(),
};

export const listReceiptsContract = {
  operationId: 'listReceipts',
  tag: 'Receipts',
  summary: 'List receipts, the newest first',
  method: 'get',
  path: '/receipts',
  right: 'receipt.read',
  query: z.strictObject({
    ...paging,
    site: code.optional(),
    owner: code.optional(),
    supplier: code.optional(),
    item: code.optional(),
    lot: code.optional().describe("A lot's code, or its supplier's lot number"),
    number: code.optional(),
    purchaseOrder: code.optional(),
    from: instant.optional().describe('Arrived at this instant or later'),
    until: instant.optional().describe('Arrived before this instant'),
  }),
  response: page(
    z.object({
      ...header,
      purchaseOrder: z.string().nullable(),
      advanceNotice: z.string().nullable(),
      lines: z.int(),
      defects: z.int(),
    }),
  ),
  status: 200,
  refusals: [],
} as const satisfies Contract;

const expectation = z.object({ id: z.uuid(), number: z.string() }).nullable();

export const readReceiptContract = {
  operationId: 'readReceipt',
  tag: 'Receipts',
  summary: 'Read a receipt: lines, papers, documents, and what became of each defect',
  method: 'get',
  path: '/receipts/:receiptId',
  right: 'receipt.read',
  params: z.object({ receiptId: z.uuid() }),
  response: z.object({
    ...header,
    timeZone: z.string(),
    purchaseOrder: expectation,
    advanceNotice: expectation,
    referenceDocument: z.object({ type: z.string(), number: z.string() }).nullable(),
    arrivalTemperatureCelsius: z.string().nullable(),
    receivedBy: z.string(),
    receivedByName: z.string(),
    documents: z.array(documentSummary),
    lines: z.array(
      z.object({
        line: z.int(),
        lotId: z.uuid(),
        lotCode: z.string(),
        item: z.string(),
        itemName: z.string(),
        location: z.string(),
        quantity: z.string(),
        unit: z.string(),
        baseQuantity: z.string(),
        baseUnit: z.string(),
        supplierLotNumber: z.string().nullable(),
        traceabilityLotCode: z.string().nullable(),
        traceabilityLotCodeSource: z.string().nullable(),
        manufacturedOn: z.string().nullable(),
        expiresOn: z.string().nullable(),
        held: z.boolean().describe('Whether a hold reaches the lot at this site now'),
        certificates: z.array(
          z.object({
            certificateId: z.uuid(),
            kind: z.string(),
            number: z.string().nullable(),
            state: z.string(),
            expiresOn: z.string().nullable(),
          }),
        ),
        defects: z.array(
          z.object({
            code: z.string(),
            message: z.string(),
            task: z.object({ taskId: z.uuid(), kind: z.string(), state: z.string() }).nullable(),
            hold: z
              .object({
                holdId: z.uuid(),
                number: z.string(),
                rule: z.string(),
                endedAs: z.string().nullable(),
                reviewId: z.uuid().nullable(),
                reviewNumber: z.string().nullable(),
                reviewState: z.string().nullable(),
              })
              .nullable(),
          }),
        ),
      }),
    ),
  }),
  status: 200,
  refusals: ['receipt.unknown'],
} as const satisfies Contract;
