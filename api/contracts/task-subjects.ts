import { z } from 'zod';
import { signature } from './signings.ts';

const at = z.iso.datetime();

/** What a task is about, as much as its page shows before it is opened. */
export const taskSubject = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('quarantine_review'),
    id: z.uuid(),
    number: z.string(),
    state: z.string(),
    dueAt: at,
    outcome: z.string().nullable(),
    holdId: z.uuid(),
    holdNumber: z.string(),
    rule: z.string(),
    reason: z.string(),
    placedBy: z.string(),
    signature: signature.nullable().describe('Under the decision'),
  }),
  z.object({
    kind: z.literal('disposal'),
    id: z.uuid(),
    number: z.string(),
    state: z.string(),
    dueAt: at,
    holdNumber: z.string(),
    reason: z.string(),
    decidedBy: z.string(),
  }),
  z.object({
    kind: z.literal('release_approval'),
    id: z.uuid(),
    number: z.string(),
    state: z.string(),
    dueAt: at,
    outcome: z.string(),
    quantity: z.string(),
    unit: z.string(),
  }),
  z.object({
    kind: z.literal('receipt'),
    id: z.uuid(),
    number: z.string(),
    supplier: z.string(),
    supplierName: z.string(),
    owner: z.string(),
    happenedAt: at,
  }),
]);
