import { z } from 'zod';
import { conditions } from '#domain/conditions.ts';
import { holdEndings, holdProcesses, holdRules, manualHoldRules } from '#domain/holds.ts';
import { reviewStates } from '#domain/quarantine-review.ts';
import type { Contract } from './contract.ts';
import { policiesFollowed } from './policies-followed.ts';
import { reasonCodeRefusals, reasoned } from './reason-codes.ts';
import { code, flag, instant, page, paging, quantityText } from './shared.ts';

const at = z.iso.datetime();

export const placeHoldContract = {
  operationId: 'placeHold',
  tag: 'Holds',
  summary: 'Stop stock of a lot at once',
  description:
    'Everywhere, at a site, or at a location of it; `segregate` first moves a part there, so that only that part is held. In effect when it answers, with the engine or without. Opens the quarantine review that decides about it: somebody else does.',
  method: 'post',
  path: '/holds',
  right: 'hold.place',
  body: z.strictObject({
    lot: code.describe("The lot's code or id"),
    site: code.optional().describe('Left out: everywhere, which takes a right without limits'),
    location: code.optional(),
    rule: z.enum(manualHoldRules),
    ...reasoned,
    happenedAt: instant.optional(),
    segregate: z
      .strictObject({
        from: code,
        to: code,
        owner: code,
        condition: z.enum(conditions),
        quantity: quantityText,
        unit: code,
      })
      .optional(),
  }),
  response: z.object({
    holdId: z.uuid(),
    holdNumber: z.string(),
    lotId: z.uuid(),
    lot: z.string(),
    site: z.string().nullable(),
    location: z.string().nullable(),
    rule: z.enum(manualHoldRules),
    reason: z.string(),
    placedBy: z.string(),
    happenedAt: at,
    reviewId: z.uuid(),
    reviewNumber: z.string(),
    workflowId: z.string(),
    taskId: z.uuid(),
    held: z
      .array(
        z.object({
          site: z.string(),
          location: z.string(),
          owner: z.string(),
          condition: z.enum(conditions),
          quantity: z.string(),
          unit: z.string(),
        }),
      )
      .describe('What it reached when it was placed, in base units; what comes into its reach later is held too'),
    segregatedBy: z.uuid().nullable().describe('The movement that set the part apart'),
  }),
  status: 201,
  location: '/holds/{holdId}',
  refusals: [
    'lot.unknown',
    'site.unknown',
    'location.unknown',
    'location.not-for-stock',
    'entity.unknown',
    'hold.location-needs-site',
    'move.refused',
    ...reasonCodeRefusals,
    'quantity.malformed',
    'quantity.not-positive',
    'quantity.too-precise',
    'quantity.too-large',
    'quantity.unit-unknown',
    'stock.insufficient',
    'stock.none-in-reach',
    'stock.same-place',
    'lot.transition-not-allowed',
    'reason.too-short',
    'request.happened-in-future',
    'request.happened-too-long-ago',
  ],
  example: {
    body: { lot: 'GCB-01', site: 'CHI', location: 'QC', rule: 'damage', reason: 'Three tubs dropped, lids open' },
  },
} as const satisfies Contract;

const hold = {
  holdId: z.uuid(),
  number: z.string(),
  lotId: z.uuid(),
  lot: z.string(),
  item: z.string(),
  itemName: z.string(),
  site: z.string().nullable().describe('Null: everywhere'),
  timeZone: z.string().nullable(),
  location: z.string().nullable(),
  process: z.enum(holdProcesses),
  rule: z.enum(holdRules),
  automatic: z.boolean(),
  reason: z.string(),
  placedBy: z.string(),
  happenedAt: at,
  recordedAt: at,
  active: z.boolean(),
  endedAt: at.nullable(),
  endedBy: z.string().nullable(),
  endedAs: z.enum(holdEndings).nullable(),
  imported: z.boolean(),
  reasonCode: z.string().nullable(),
  policyIds: z.array(z.uuid()).describe('The policies that the rule followed which placed it'),
  reviewId: z.uuid().nullable(),
  reviewNumber: z.string().nullable(),
  reviewState: z.enum(reviewStates).nullable(),
  reviewDueAt: at.nullable(),
  workflowId: z.string().nullable(),
};

export const listHoldsContract = {
  operationId: 'listHolds',
  tag: 'Holds',
  summary: 'List holds, the newest first',
  description: 'A hold of every site is in the list of each site.',
  method: 'get',
  path: '/holds',
  right: 'hold.read',
  query: z.strictObject({
    ...paging,
    lot: code.optional().describe("The lot's code or id"),
    site: code.optional(),
    active: flag.optional(),
    rule: z.enum(holdRules).optional(),
    process: z.enum(holdProcesses).optional(),
  }),
  response: page(z.object(hold)),
  status: 200,
  refusals: ['lot.unknown', 'site.unknown'],
  example: { query: { active: 'true', site: 'EWR' } },
} as const satisfies Contract;

export const readHoldContract = {
  operationId: 'readHold',
  tag: 'Holds',
  summary: 'Read a hold with what it reaches now and how it has grown',
  method: 'get',
  path: '/holds/:holdId',
  right: 'hold.read',
  params: z.object({ holdId: z.uuid() }),
  response: z.object({
    ...hold,
    policies: policiesFollowed,
    reached: z
      .array(
        z.object({
          site: z.string(),
          location: z.string(),
          owner: z.string(),
          condition: z.enum(conditions),
          quantity: z.string(),
        }),
      )
      .describe('Stock within its reach now, at the sites you may see; nothing once it has ended'),
    extensions: z.array(
      z.object({
        fromSite: z.string().nullable(),
        fromLocation: z.string().nullable(),
        toSite: z.string().nullable(),
        toLocation: z.string().nullable(),
        extendedBy: z.string(),
        extendedAt: at,
        reason: z.string(),
      }),
    ),
  }),
  status: 200,
  refusals: ['hold.unknown'],
} as const satisfies Contract;
