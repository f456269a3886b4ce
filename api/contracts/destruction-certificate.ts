import { z } from 'zod';
import { disposalStates } from '#domain/disposal.ts';
import { disposalQuantity } from './disposal-answer.ts';
import { endedEarly, shownApproval, shownDifference, shownPaper, shownRun } from './disposal-page.ts';
import { paperHead } from './paper-head.ts';
import { calendarDate } from './shared.ts';
import { signature } from './signings.ts';

const at = z.iso.datetime();

const money = z.array(z.object({ currency: z.string(), amount: z.string() }));

/** A certificate of destruction, as far as it can be issued. */
export const destructionCertificate = z.object({
  certificateNumber: z.string().nullable(),
  final: z.boolean().describe('Issued: the disposal is closed'),
  issuedAt: at.nullable(),
  ...paperHead,
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
  netWeightKg: z.string().nullable().describe('Of what was destroyed, by the weight of one base unit'),
  value: money.describe('Written off; only in the copy of whoever may read write-offs'),
  unvalued: z.string().describe('Quantity written off whose cost is not known yet; as `value`'),
  owners: z
    .array(
      z.object({
        owner: z.string(),
        ownerName: z.string(),
        destroyed: z.string(),
        netWeightKg: z.string().nullable(),
        value: money,
        unvalued: z.string(),
      }),
    )
    .describe('The same for each owner; value is of what was destroyed and missing, less surplus'),
  notShown: z.string().describe('Destroyed of owners and at sites that the reader may not see: in the sum only'),
  decidedByName: z.string(),
  decidedForName: z.string().nullable().describe('The colleague they stood in for'),
  decidedAt: at,
  decisionSignature: signature.nullable(),
  approvals: z.array(shownApproval),
  runs: z.array(shownRun),
  differences: z.array(shownDifference),
  endedEarly,
  papers: z.array(shownPaper),
  gaps: z.array(z.string()).describe('What is missing, or not as it should be'),
});
