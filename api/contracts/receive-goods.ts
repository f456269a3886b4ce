import { z } from 'zod';
import { stockStates } from '#domain/conditions.ts';
import { receiptDefectCodes } from '#domain/receipt-facts.ts';
import type { Contract } from './contract.ts';
import { code, instant } from './shared.ts';

// What may be wrong with these is for the rules to say, all of it in one answer, so the shape is generous.
const stated = z.string().trim().max(500).nullish();

const line = z.strictObject({
  item: code.describe('The code of an item, or a GTIN of it or of one of its units'),
  location: code,
  quantity: stated.describe('Decimal string, at most four places'),
  unit: stated,
  supplierLotNumber: z.string().max(500).nullish(),
  traceabilityLotCode: z
    .string()
    .max(500)
    .nullish()
    .describe('As the supplier states it; receiving makes none (21 CFR 1.1320)'),
  traceabilityLotCodeSourceGln: stated,
  traceabilityLotCodeSourceReference: z.string().max(1_000).nullish(),
  manufacturedOn: stated.describe('YYYY-MM-DD'),
  expiresOn: stated.describe('YYYY-MM-DD'),
  certificates: z
    .array(
      z.strictObject({
        kind: z.string().trim().max(100),
        number: z.string().trim().max(100).nullish(),
        expiresOn: stated,
        announced: z.boolean().default(false).describe('Said to follow, not here yet'),
        documentId: z.uuid().nullish(),
      }),
    )
    .max(20)
    .default([]),
});

const followedDefect = z.object({
  code: z.enum(receiptDefectCodes),
  message: z.string(),
  pointer: z.string(),
  taskId: z.uuid().nullable(),
  hold: z
    .object({
      holdId: z.uuid(),
      number: z.string(),
      reviewId: z.uuid().nullable(),
      reviewNumber: z.string().nullable(),
    })
    .nullable(),
});

export const receiveGoodsContract = {
  operationId: 'receiveGoods',
  tag: 'Receipts',
  summary: 'Receive goods on the dock',
  description:
    'Books lots, ledger, papers, and for each defect a task or a hold with its quarantine review, in one transaction; also while the engine is away. Any problem that refuses it refuses all of it, and the answer lists every one.',
  method: 'post',
  path: '/receipts',
  right: 'receipt.create',
  body: z.strictObject({
    site: code,
    owner: code.describe('The legal entity whose stock it becomes'),
    supplier: code,
    number: z.string().trim().min(1).max(60).optional().describe('Your own number; left out, one is given'),
    happenedAt: instant.optional().describe('When it arrived; now, if left out'),
    purchaseOrder: z.string().trim().min(1).max(60).nullish(),
    advanceNotice: z.string().trim().min(1).max(60).nullish(),
    referenceDocument: z
      .strictObject({ type: z.string().trim().min(1).max(60), number: z.string().trim().min(1).max(100) })
      .nullish()
      .describe('21 CFR 1.1345(a)(8), such as a bill of lading'),
    arrivalTemperatureCelsius: stated.describe('Decimal string'),
    documentIds: z.array(z.uuid()).max(50).default([]).describe('Photos and papers of the whole delivery'),
    lines: z.array(line).max(1_000),
  }),
  response: z.object({
    receiptId: z.uuid(),
    number: z.string(),
    site: z.string(),
    owner: z.string(),
    supplier: z.string(),
    supplierNamedAs: z.string().optional().describe('The code it was named by, which leads to this supplier'),
    happenedAt: z.iso.datetime(),
    recordedAt: z.iso.datetime(),
    lines: z.array(
      z.object({
        line: z.int(),
        lotId: z.uuid(),
        lotCode: z.string(),
        newLot: z.boolean(),
        item: z.string(),
        quantity: z.string(),
        unit: z.string(),
        baseQuantity: z.string(),
        baseUnit: z.string(),
        location: z.string(),
        state: z.enum(stockStates),
        defects: z.array(followedDefect),
      }),
    ),
  }),
  status: 201,
  location: '/receipts/{receiptId}',
  refusals: ['receipt.refused'],
  example: {
    body: {
      site: 'CHI',
      owner: 'FTB',
      supplier: 'GHF',
      purchaseOrder: 'PO-7010',
      advanceNotice: 'ASN-7010',
      arrivalTemperatureCelsius: '17.5',
      lines: [
        {
          item: 'BASIL',
          location: 'DOCK-IN',
          quantity: '8',
          unit: 'case',
          supplierLotNumber: 'GH-1007',
          certificates: [{ kind: 'certificate_of_analysis', number: 'COA-GHF-1007' }],
        },
      ],
    },
  },
} as const satisfies Contract;
