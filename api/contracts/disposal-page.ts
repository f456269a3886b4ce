import { z } from 'zod';
import { conditions } from '#domain/conditions.ts';
import { destructionMethods, destructionPaperKinds, destructionStates, differenceKinds } from '#domain/destruction.ts';
import { disposalOrigins, disposalStates } from '#domain/disposal.ts';
import { disposalActions } from '#domain/disposal-actions.ts';
import { holdRules } from '#domain/holds.ts';
import { taskKinds, taskStates, teams } from '#domain/tasks.ts';
import { disposalQuantity } from './disposal-answer.ts';
import { policiesFollowed } from './policies-followed.ts';
import { calendarDate } from './shared.ts';
import { signature, toSign } from './signings.ts';

const at = z.iso.datetime();
/** The colleague they stood in for. */
const onBehalfOfName = z.string().nullable();

const stock = z.object({
  site: z.string(),
  location: z.string(),
  owner: z.string(),
  condition: z.enum(conditions),
  quantity: z.string(),
});

export const shownRun = z.object({
  destructionId: z.uuid(),
  run: z.int(),
  state: z.enum(destructionStates),
  method: z.enum(destructionMethods),
  place: z.string(),
  contractor: z.string().nullable(),
  contractorLicence: z.string().nullable(),
  transportDocument: z.string().nullable(),
  seal: z.string().nullable(),
  renderedUnfit: z.string().nullable(),
  weightKg: z.string().nullable(),
  note: z.string().nullable(),
  startedAt: at,
  happenedAt: at,
  recordedAt: at,
  recordedByName: z.string(),
  recordedForName: onBehalfOfName,
  witness: z
    .object({ byName: z.string(), onBehalfOfName, at, note: z.string().nullable(), signature: signature.nullable() })
    .nullable(),
  lines: z.array(stock.extend({ statedQuantity: z.string(), statedUnit: z.string() })),
});

export const shownPaper = z.object({
  paperId: z.uuid(),
  kind: z.enum(destructionPaperKinds),
  destructionId: z.uuid().nullable(),
  documentId: z.uuid(),
  fileName: z.string(),
  mediaType: z.string(),
  sha256: z.string(),
  number: z.string().nullable(),
  issuedBy: z.string().nullable(),
  issuedOn: calendarDate.nullable(),
  addedByName: z.string(),
  addedAt: at,
});

export const shownDifference = stock.extend({
  found: z.enum(differenceKinds),
  reason: z.string(),
  settledByName: z.string(),
  settledForName: onBehalfOfName,
  settledAt: at,
  signature: signature.nullable(),
});

export const shownApproval = z.object({ byName: z.string(), onBehalfOfName, at, signature: signature.nullable() });

/** What was left when it ended early, who ended it and why. */
export const endedEarly = z
  .object({
    quantity: z.string(),
    byName: z.string(),
    onBehalfOfName,
    at,
    reason: z.string(),
    signature: signature.nullable(),
  })
  .nullable();

export const shownWriteOff = z.object({
  writeOffId: z.uuid(),
  entity: z.string(),
  site: z.string(),
  quantity: z.string(),
  unitCost: z
    .string()
    .nullable()
    .describe('Of one base unit: the standard cost of that day, or what finance gave later; null where there is none'),
  amount: z.string().nullable(),
  currency: z.string().nullable(),
  dated: calendarDate,
  valuation: z
    .object({ byName: z.string(), onBehalfOfName, at, reason: z.string() })
    .nullable()
    .describe('Who gave the cost later; null where it was known, or is not yet'),
});

/** Everything about a disposal, in one answer. */
export const disposalPage = z.object({
  disposalId: z.uuid(),
  number: z.string(),
  version: z.int(),
  state: z.enum(disposalStates),
  overdue: z.boolean(),
  openedAt: at,
  dueAt: at,
  remindedAt: at.nullable(),
  escalatedAt: at.nullable(),
  closedAt: at.nullable(),
  certificateNumber: z.string().nullable(),
  workflowId: z.string(),
  site: z.string().nullable(),
  timeZone: z.string().nullable(),
  origin: z.object({
    kind: z.enum(disposalOrigins),
    id: z.uuid(),
    number: z.string(),
    state: z.string().nullable().describe('Of a quarantine review'),
  }),
  decision: z.object({ byId: z.string(), byName: z.string(), onBehalfOfName, at, reason: z.string() }),
  hold: z.object({ holdId: z.uuid(), number: z.string(), rule: z.enum(holdRules), reason: z.string() }),
  lot: z.object({ lotId: z.uuid(), lot: z.string(), item: z.string(), itemName: z.string(), baseUnit: z.string() }),
  quantity: disposalQuantity,
  approvals: z.object({ needed: z.int(), given: z.array(shownApproval) }),
  witness: z.object({ required: z.boolean(), reason: z.string() }),
  stockInReach: z.array(stock),
  stockElsewhere: z.string().describe('Quantity in reach that stands where you may not look'),
  destructions: z.array(shownRun.extend({ toSign: toSign.nullable() })),
  differences: z.array(shownDifference),
  papers: z.object({
    required: z.array(z.enum(destructionPaperKinds)),
    missing: z.array(z.enum(destructionPaperKinds)),
    given: z.array(shownPaper),
  }),
  writeOffs: z.array(shownWriteOff),
  policies: policiesFollowed,
  endedEarly,
  extensions: z.int(),
  toSign,
  tasks: z.array(
    z.object({
      taskId: z.uuid(),
      kind: z.enum(taskKinds),
      state: z.enum(taskStates),
      team: z.enum(teams),
      title: z.string(),
      detail: z.string().nullable(),
      assigneeName: z.string().nullable(),
      dueAt: at,
    }),
  ),
  history: z.array(
    z.object({
      at,
      recordedAt: at,
      action: z.string(),
      actorName: z.string(),
      reason: z.string().nullable(),
      reasonCode: z.string().nullable(),
      before: z.unknown(),
      after: z.unknown(),
      requestId: z.string().nullable(),
    }),
  ),
  actions: z.array(
    z.object({
      action: z.enum(disposalActions),
      allowed: z.boolean(),
      code: z.string().optional(),
      reason: z.string().optional(),
    }),
  ),
});
