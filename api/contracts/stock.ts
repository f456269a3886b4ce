import { z } from 'zod';
import { conditions, stockStates } from '#domain/conditions.ts';
import type { Contract } from './contract.ts';
import { reasonCode, reasonCodeRefusals } from './reason-codes.ts';
import { code, flag, instant, page, paging, quantityText, reasonText, releaseLimits } from './shared.ts';

export const listStockContract = {
  operationId: 'listStock',
  tag: 'Stock',
  summary: 'List what stands where, the lot known last first',
  method: 'get',
  path: '/stock',
  right: 'lot.read',
  query: z.strictObject({
    ...paging,
    lot: code.optional().describe("The lot's code or id"),
    item: code.optional(),
    site: code.optional(),
    location: code.optional(),
    owner: code.optional(),
    condition: z.enum(conditions).optional(),
    held: flag.optional().describe('Whether a hold reaches it'),
  }),
  response: page(
    z.object({
      lotId: z.uuid(),
      lot: z.string(),
      item: z.string(),
      itemName: z.string(),
      expiresOn: z.string().nullable(),
      site: z.string(),
      timeZone: z.string(),
      location: z.string(),
      owner: z.string(),
      condition: z.enum(conditions),
      state: z.enum(stockStates),
      quantity: z.string(),
      unit: z.string(),
      heldBy: z.array(z.object({ holdId: z.uuid(), number: z.string() })),
      limits: releaseLimits,
    }),
  ),
  status: 200,
  refusals: ['lot.unknown', 'site.unknown'],
  example: { query: { site: 'EWR', held: 'true' } },
} as const satisfies Contract;

const moveLine = z.strictObject({
  lot: code.describe("The lot's code or id"),
  owner: code,
  from: code,
  to: code,
  condition: z.enum(conditions),
  quantity: quantityText,
  unit: code,
});

export const moveStockContract = {
  operationId: 'moveStock',
  tag: 'Stock',
  summary: 'Put stock away, or move it between locations of a site',
  description:
    'Putting received stock away completes its record: it becomes pending inspection, or approved where none is asked for. Held stock moves by its own right with a reason, keeps its condition and stays held; a hold whose reach it leaves is extended first. All lines or none.',
  method: 'post',
  path: '/moves',
  right: 'stock.move',
  body: z.strictObject({
    site: code,
    kind: z.enum(['put_away', 'move']),
    lines: z.array(moveLine).min(1).max(200),
    reason: reasonText.optional().describe('Needed where stock is held'),
    reasonCode: reasonCode.optional(),
    happenedAt: instant.optional().describe('When it is reported late'),
  }),
  response: z.object({
    movementId: z.uuid(),
    site: z.string(),
    kind: z.enum(['put_away', 'move']),
    happenedAt: z.iso.datetime(),
    lines: z.array(
      z.object({
        lotId: z.uuid(),
        lot: z.string(),
        owner: z.string(),
        from: z.string(),
        to: z.string(),
        conditionBefore: z.enum(conditions),
        conditionAfter: z.enum(conditions),
        quantity: z.string().describe('In base units'),
        unit: z.string(),
        heldBy: z.array(z.string()).describe('Numbers of the holds that reach it where it is now'),
        movedBeforeHold: z.boolean().describe('Reported late: it left before a hold that is there now'),
      }),
    ),
    extendedHolds: z.array(z.object({ holdId: z.uuid(), number: z.string(), reach: z.enum(['site', 'everywhere']) })),
  }),
  status: 201,
  refusals: [
    'move.refused',
    'site.unknown',
    'lot.unknown',
    'entity.unknown',
    'location.unknown',
    'location.not-for-stock',
    'quantity.malformed',
    'quantity.not-positive',
    'quantity.too-precise',
    'quantity.too-large',
    'quantity.unit-unknown',
    'stock.insufficient',
    'stock.held',
    'stock.same-place',
    'lot.transition-not-allowed',
    'reason.missing',
    'reason.too-short',
    ...reasonCodeRefusals,
    'request.happened-in-future',
    'request.happened-too-long-ago',
  ],
  example: {
    body: {
      site: 'EWR',
      kind: 'put_away',
      lines: [
        {
          lot: 'GCB-01',
          owner: 'MFF',
          from: 'DOCK-IN',
          to: 'C-01',
          condition: 'received',
          quantity: '40',
          unit: 'tub',
        },
      ],
    },
  },
} as const satisfies Contract;
