import { z } from 'zod';
import { disposalStates } from '#domain/disposal.ts';
import { disposalQuantity } from './disposal-answer.ts';
import { endedEarly, shownApproval, shownDifference, shownPaper, shownRun } from './disposal-page.ts';
import { calendarDate } from './shared.ts';

const at = z.iso.datetime();

/** A certificate of destruction, as far as it can be issued. */
export const destructionCertificate = z.object({
  certificateNumber: z.string().nullable(),
  final: z.boolean().describe('Issued: the disposal is closed'),
  issuedAt: at.nullable(),
  printedAt: at,
  disposalId: z.uuid(),
  disposal: z.string(),
  state: z.enum(disposalStates),
  origin: z.string().describe('The number of the case that decided it'),
  hold: z.string(),
  reason: z.string(),
  lot: z.object({
    lot: z.string(),
    item: z.string(),
    itemName: z.string(),
    gtin: z.string(),
    supplier: z.string().nullable(),
    supplierLotNumber: z.string().nullable(),
    traceabilityLotCode: z.string().nullable(),
    expiresOn: calendarDate.nullable(),
  }),
  site: z.string().nullable(),
  siteName: z.string().nullable(),
  timeZone: z.string(),
  quantity: disposalQuantity,
  netWeightKg: z.string().describe('Of what was destroyed, by the weight of one base unit'),
  value: z
    .array(z.object({ currency: z.string(), amount: z.string() }))
    .describe('Written off; only in the copy of whoever may read write-offs'),
  decidedByName: z.string(),
  decidedForName: z.string().nullable().describe('The colleague they stood in for'),
  decidedAt: at,
  approvals: z.array(shownApproval),
  runs: z.array(shownRun),
  differences: z.array(shownDifference),
  endedEarly,
  papers: z.array(shownPaper),
  gaps: z.array(z.string()).describe('What is missing, or not as it should be'),
});
