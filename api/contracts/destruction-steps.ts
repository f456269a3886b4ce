import { z } from 'zod';
import { destructionMethods, differenceKinds } from '#domain/destruction.ts';
import type { Contract } from './contract.ts';
import {
  disposalStep,
  namedStockRefusals,
  signatureRefusals,
  statedStock,
  throughEngine,
  words,
} from './disposal-answer.ts';
import { reasonCodeRefusals, reasoned } from './reason-codes.ts';
import { instant } from './shared.ts';
import { signingId } from './signings.ts';

export const destroyGoodsContract = {
  ...disposalStep,
  operationId: 'destroyGoods',
  summary: 'Record that goods were destroyed',
  description:
    'All of them, or a part: a disposal may take several runs. Where a witness is required it is booked when the witness has signed, otherwise at once. Neither by who decided nor by who approved.',
  path: '/disposals/:disposalId/destructions',
  right: 'disposal.destroy',
  body: z.strictObject({
    lines: z.array(z.strictObject(statedStock)).min(1).max(200),
    method: z.enum(destructionMethods),
    place: words(200).describe('Where it was done'),
    contractor: words(200).optional(),
    contractorLicence: words(100).optional(),
    transportDocument: words(100).optional(),
    seal: words(100).optional(),
    renderedUnfit: words(500).optional().describe('How it was made useless before it left'),
    weightKg: z
      .string()
      .regex(/^\d{1,12}(\.\d{1,4})?$/)
      .optional()
      .describe('What the weighbridge said'),
    note: words(2_000).optional(),
    startedAt: instant.optional(),
    happenedAt: instant.optional().describe('When it was over; now where left out'),
  }),
  refusals: [
    ...throughEngine,
    ...namedStockRefusals,
    'access.duties-conflict',
    'disposal.not-approved',
    'disposal.nothing-left',
    'disposal.second-person-required',
    'disposal.more-than-approved',
    'stock.insufficient',
    'date.impossible',
    'request.happened-in-future',
    'request.happened-too-long-ago',
  ],
  example: {
    body: {
      method: 'incineration',
      place: 'Kearny plant',
      contractor: 'Garden Waste Inc.',
      lines: [{ site: 'EWR', location: 'QC', owner: 'MFF', condition: 'approved', quantity: '3', unit: 'tub' }],
    },
  },
} as const satisfies Contract;

export const witnessDestructionContract = {
  ...disposalStep,
  operationId: 'witnessDestruction',
  summary: 'Sign, as its witness, that goods were destroyed as recorded',
  description:
    'By somebody who neither decided, approved nor destroyed. Sign for `toSign` of the run (meaning responsibility). With `confirmed: false` and a note nothing is booked and the run counts no more.',
  path: '/disposals/:disposalId/destructions/:destructionId/witness',
  params: z.object({ disposalId: z.uuid(), destructionId: z.uuid() }),
  right: 'disposal.witness',
  body: z.strictObject({
    confirmed: z.boolean(),
    note: words(2_000).optional(),
    signingId: signingId.optional(),
  }),
  refusals: [
    ...throughEngine,
    ...signatureRefusals,
    'access.duties-conflict',
    'disposal.destruction-unknown',
    'disposal.not-awaiting-witness',
    'disposal.second-person-required',
    'reason.too-short',
  ],
  example: { body: { confirmed: true, signingId: '019e2f2c-3c5a-7d70-8f6e-0f5a1c2b3d4e' } },
} as const satisfies Contract;

export const settleDisposalDifferenceContract = {
  ...disposalStep,
  operationId: 'settleDisposalDifference',
  summary: 'Settle that less or more was there to destroy than booked',
  description:
    'Booked as a count variance under your reason and signature (of the disposal; approval or responsibility), by somebody who neither decided, destroyed nor witnessed. A surplus is destroyed with the rest.',
  path: '/disposals/:disposalId/differences',
  right: 'disposal.settle',
  body: z.strictObject({
    ...statedStock,
    found: z.enum(differenceKinds),
    ...reasoned,
    signingId: signingId.optional(),
  }),
  refusals: [
    ...throughEngine,
    ...signatureRefusals,
    ...namedStockRefusals,
    'access.duties-conflict',
    'disposal.not-approved',
    'disposal.nothing-left',
    'disposal.second-person-required',
    'disposal.more-than-approved',
    'stock.insufficient',
    'stock.none-in-reach',
    'reason.too-short',
    ...reasonCodeRefusals,
  ],
  example: {
    body: {
      ...{ site: 'EWR', location: 'QC', owner: 'MFF', condition: 'approved', quantity: '1', unit: 'tub' },
      ...{ found: 'missing', reason: 'Counted twice by two people; one tub was never in the cage' },
    },
  },
} as const satisfies Contract;
