import { z } from 'zod';
import { conditions, standingStates, stockStates } from '#domain/conditions.ts';
import { holdEndings, holdProcesses, holdRules } from '#domain/holds.ts';
import { inspectionResults } from '#domain/inspections.ts';
import { reviewStates } from '#domain/quarantine-review.ts';
import { auditEntry } from './audit.ts';
import type { Contract } from './contract.ts';
import { code, page, paging, releaseLimits } from './shared.ts';

const at = z.iso.datetime();
const params = z.object({ lotId: z.uuid() });
const elsewhere = z.string().describe('What stands where you may not look, without names');

export const listLotsContract = {
  operationId: 'listLots',
  tag: 'Lots',
  summary: 'List and find lots, the one known last first',
  description:
    '`search` takes the beginning of a lot, supplier lot number or traceability lot code, or a whole GTIN. `site` and `state` find lots of which you may see stock there.',
  method: 'get',
  path: '/lots',
  right: 'lot.read',
  query: z.strictObject({
    ...paging,
    search: z.string().trim().min(1).max(100).optional(),
    item: code.optional(),
    supplier: code.optional(),
    supplierLotNumber: code.optional(),
    site: code.optional(),
    state: z.enum(standingStates).optional(),
  }),
  response: page(
    z.object({
      lotId: z.uuid(),
      lot: z.string(),
      item: z.string(),
      itemName: z.string(),
      baseUnit: z.string(),
      supplier: z.string().nullable(),
      supplierLotNumber: z.string().nullable(),
      traceabilityLotCode: z.string().nullable(),
      manufacturedOn: z.string().nullable(),
      expiresOn: z.string().nullable(),
      firstKnownAt: at,
      onHand: z.string().describe('In base units, at the sites you may see'),
      elsewhere,
      states: z.array(z.enum(standingStates)),
    }),
  ),
  status: 200,
  refusals: ['site.unknown'],
  example: { query: { search: '6238-B' } },
} as const satisfies Contract;

const hold = z.object({
  holdId: z.uuid(),
  number: z.string(),
  site: z.string().nullable(),
  location: z.string().nullable(),
  process: z.enum(holdProcesses),
  rule: z.enum(holdRules),
  automatic: z.boolean(),
  reason: z.string(),
  placedBy: z.string(),
  happenedAt: at,
  recordedAt: at,
  endedAt: at.nullable(),
  endedAs: z.enum(holdEndings).nullable(),
  reviewId: z.uuid().nullable(),
  reviewNumber: z.string().nullable(),
  reviewState: z.enum(reviewStates).nullable(),
});

export const readLotContract = {
  operationId: 'readLot',
  tag: 'Lots',
  summary: 'Read a lot: what it is, where it stands, what holds it, how it came',
  description: 'Active holds come first. Of ended holds, receipts, papers and inspections the latest.',
  method: 'get',
  path: '/lots/:lotId',
  right: 'lot.read',
  params,
  response: z.object({
    lotId: z.uuid(),
    lot: z.string(),
    item: z.object({
      code: z.string(),
      name: z.string(),
      gtin: z.string(),
      category: z.string(),
      baseUnit: z.string(),
    }),
    supplier: z.object({ code: z.string(), name: z.string() }).nullable(),
    supplierLotNumber: z.string().nullable(),
    traceabilityLotCode: z.string().nullable(),
    traceabilityLotCodeSource: z.object({ gln: z.string().nullable(), reference: z.string().nullable() }),
    manufacturedOn: z.string().nullable(),
    expiresOn: z.string().nullable(),
    firstKnownAt: at,
    firstReceipt: z.string().nullable().describe('The receipt whose dates the lot keeps'),
    onHand: z.string().describe('In base units, at the sites you may see'),
    elsewhere,
    stock: z.array(
      z.object({
        site: z.string(),
        location: z.string(),
        locationName: z.string(),
        owner: z.string(),
        condition: z.enum(conditions),
        state: z.enum(stockStates).describe('The condition, or quarantined while a hold reaches it'),
        quantity: z.string(),
        heldBy: z.array(z.string()).describe('Numbers of the holds that reach it'),
        limits: releaseLimits,
      }),
    ),
    holds: z.array(hold),
    receipts: z.array(
      z.object({ receiptId: z.uuid(), number: z.string(), site: z.string(), happenedAt: at, quantity: z.string() }),
    ),
    certificates: z.array(
      z.object({
        certificateId: z.uuid(),
        kind: z.string(),
        state: z.string(),
        number: z.string().nullable(),
        expiresOn: z.string().nullable(),
      }),
    ),
    inspections: z.array(
      z.object({
        inspectionId: z.uuid(),
        number: z.string(),
        site: z.string(),
        result: z.enum(inspectionResults),
        happenedAt: at,
      }),
    ),
  }),
  status: 200,
  refusals: ['lot.unknown'],
} as const satisfies Contract;

export const readLotTimelineContract = {
  operationId: 'readLotTimeline',
  tag: 'Lots',
  summary: 'Read what happened to a lot, the latest first',
  method: 'get',
  path: '/lots/:lotId/timeline',
  right: 'lot.read',
  params,
  query: z.strictObject(paging),
  response: page(auditEntry),
  status: 200,
  refusals: ['lot.unknown'],
} as const satisfies Contract;
