import { z } from 'zod';
import type { Contract } from './contract.ts';
import { shownWriteOff } from './disposal-page.ts';
import { reasonCodeRefusals, reasoned } from './reason-codes.ts';
import { calendarDate, code, flag, page, paging } from './shared.ts';

export const listWriteOffsContract = {
  operationId: 'listWriteOffs',
  tag: 'Disposals',
  summary: 'List what was written off, the oldest first',
  description:
    'By owner and site, at cost of the day it happened. `valued=false` are those that wait for a cost. A surplus that was found has a negative quantity.',
  method: 'get',
  path: '/write-offs',
  right: 'write-off.read',
  query: z.strictObject({
    ...paging,
    disposal: z.uuid().optional(),
    entity: code.optional(),
    site: code.optional(),
    from: calendarDate.optional(),
    until: calendarDate.optional(),
    valued: flag.optional(),
  }),
  response: page(
    shownWriteOff.extend({
      disposalId: z.uuid(),
      disposal: z.string(),
      lot: z.string(),
      item: z.string(),
      unit: z.string(),
    }),
  ),
  status: 200,
  refusals: [],
} as const satisfies Contract;

export const valueWriteOffContract = {
  operationId: 'valueWriteOff',
  tag: 'Disposals',
  summary: 'Give a write-off the cost that its owner had none of',
  description:
    "Once, of one base unit and in the currency of the entity; the amount is the quantity times that, rounded half up. It settles finance's task when nothing of that owner is left to value.",
  method: 'post',
  path: '/write-offs/:writeOffId/valuation',
  right: 'write-off.value',
  params: z.object({ writeOffId: z.uuid() }),
  body: z.strictObject({
    unitCost: z.string().regex(/^\d{1,12}(\.\d{1,6})?$/),
    ...reasoned,
  }),
  response: z.object({
    writeOffId: z.uuid(),
    quantity: z.string(),
    unitCost: z.string(),
    amount: z.string(),
    currency: z.string(),
  }),
  status: 201,
  refusals: ['write-off.unknown', 'write-off.valued-already', 'reason.too-short', ...reasonCodeRefusals],
  example: { body: { unitCost: '11.20', reason: 'Cost of the last purchase, PO-5007' } },
} as const satisfies Contract;
