import { z } from 'zod';
import { conditions } from '#domain/conditions.ts';
import { holdEndings, holdRules } from '#domain/holds.ts';
import { reviewOutcomes, reviewStates } from '#domain/quarantine-review.ts';
import { reviewActions } from '#domain/review-actions.ts';
import { signatureMeanings } from '#domain/signatures.ts';
import { taskKinds, taskStates, teams } from '#domain/tasks.ts';
import { policiesFollowed } from './policies-followed.ts';
import { certificate, document, evidence, inspection, reading } from './quarantine-review-papers.ts';
import { calendarDate } from './shared.ts';
import { signature, signatureUnder, toSign } from './signings.ts';

const at = z.iso.datetime();

const hold = z.object({
  holdId: z.uuid(),
  number: z.string(),
  rule: z.enum(holdRules),
  reason: z.string(),
  automatic: z.boolean(),
  placedByName: z.string(),
  happenedAt: at,
  site: z.string().nullable(),
  location: z.string().nullable(),
  active: z.boolean(),
  endedAt: at.nullable(),
  endedAs: z.enum(holdEndings).nullable(),
});

const lot = z.object({
  lotId: z.uuid(),
  lot: z.string(),
  item: z.string(),
  itemName: z.string(),
  gtin: z.string(),
  category: z.string(),
  baseUnit: z.string(),
  supplier: z.string().nullable(),
  supplierName: z.string().nullable(),
  supplierRiskScore: z.string().nullable(),
  supplierLotNumber: z.string().nullable(),
  traceabilityLotCode: z.string().nullable(),
  manufacturedOn: calendarDate.nullable(),
  expiresOn: calendarDate.nullable(),
  shelfLifeDays: z.int(),
});

const stock = z.object({
  site: z.string(),
  location: z.string(),
  owner: z.string(),
  condition: z.enum(conditions),
  quantity: z.string(),
});

const receipt = z.object({
  receiptId: z.uuid(),
  number: z.string(),
  site: z.string(),
  line: z.int(),
  quantity: z.string(),
  unit: z.string(),
  manufacturedOn: calendarDate.nullable(),
  expiresOn: calendarDate.nullable(),
  temperatureOnArrival: z.string().nullable(),
  receivedBy: z.string(),
  happenedAt: at,
  defects: z.array(z.object({ code: z.string(), consequence: z.enum(['task', 'hold']), message: z.string() })),
});

const task = z.object({
  taskId: z.uuid(),
  kind: z.enum(taskKinds),
  state: z.enum(taskStates),
  team: z.enum(teams),
  title: z.string(),
  detail: z.string().nullable(),
  assigneeName: z.string().nullable(),
  dueAt: at,
});

const historyEntry = z.object({
  at,
  recordedAt: at,
  action: z.string(),
  actorName: z.string(),
  reason: z.string().nullable(),
  reasonCode: z.string().nullable(),
  before: z.unknown(),
  after: z.unknown(),
  requestId: z.string().nullable(),
});

/** Everything that a reviewer looks at, in one answer. */
export const reviewPage = z.object({
  reviewId: z.uuid(),
  number: z.string(),
  version: z.int(),
  state: z.enum(reviewStates),
  overdue: z.boolean(),
  openedAt: at,
  dueAt: at,
  remindedAt: at.nullable(),
  escalatedAt: at.nullable(),
  closedAt: at.nullable(),
  extensions: z.int(),
  evidenceVersion: z.int(),
  workflowId: z.string(),
  timeZone: z.string().nullable(),
  decision: z
    .object({
      outcome: z.enum(reviewOutcomes),
      byId: z.string(),
      byName: z.string(),
      at,
      reason: z.string(),
      reasonCode: z.string().nullable(),
      signature: signature.nullable(),
    })
    .nullable(),
  confirmations: z.object({
    needed: z.int(),
    given: z.array(
      z.object({ byName: z.string(), at, reference: z.string().nullable(), signature: signature.nullable() }),
    ),
  }),
  hold,
  otherHolds: z.array(z.object({ holdId: z.uuid(), number: z.string(), rule: z.string() })),
  lot,
  stockInReach: z.array(stock),
  stockElsewhere: z.string().describe('Quantity in reach that stands where you may not look'),
  exposureAtCost: z.array(z.object({ currency: z.string(), amount: z.string() })),
  evidence: z.array(evidence),
  receipts: z.array(receipt),
  certificates: z.array(certificate),
  inspections: z.array(inspection),
  readings: z.array(reading),
  documents: z.array(document),
  tasks: z.array(task),
  history: z.array(historyEntry),
  actions: z.array(
    z.object({
      action: z.enum(reviewActions),
      allowed: z.boolean(),
      code: z.string().optional(),
      reason: z.string().optional(),
      meanings: z.array(z.enum(signatureMeanings)).readonly().describe('As what it is signed; nothing where it is not'),
    }),
  ),
  toSign: toSign.describe('What your signature under a step would be bound to: the text is `shown`'),
  shown: z.unknown().describe('What is signed for, of what you may see'),
  policies: policiesFollowed,
  signatures: z.array(signatureUnder).describe('Every signature under this review, the earliest first'),
});
