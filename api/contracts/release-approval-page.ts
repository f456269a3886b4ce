import { z } from 'zod';
import { certificateKinds, certificateStates } from '#domain/certificates.ts';
import { inspectionResults } from '#domain/inspections.ts';
import { releaseActions } from '#domain/release-actions.ts';
import { releaseDecisions, releaseStates } from '#domain/release-approval.ts';
import { resultsOutcomes } from '#domain/release-results.ts';
import { taskKinds, taskStates, teams } from '#domain/tasks.ts';
import { policiesFollowed } from './policies-followed.ts';
import { calendarDate } from './shared.ts';
import { signature, toSign } from './signings.ts';
import { characteristic, sampleNumbers } from './specifications.ts';

const at = z.iso.datetime();

export const releaseTerms = z.object({
  part: z
    .object({ from: z.string(), to: z.string().nullable(), quantity: z.string().describe('In base units') })
    .nullable(),
  conditions: z
    .object({
      customers: z.array(z.string()).nullable().describe('Codes; null for all'),
      useBy: calendarDate.nullable(),
    })
    .nullable(),
});

/** What was measured against what is asked, value by value. */
const result = z.object({
  characteristic: z.string(),
  sample: z.int().nullable(),
  value: z.string(),
  conforms: z.boolean(),
  version: z.int(),
  counts: z.boolean().describe('False where a later entry corrected it'),
  note: z.string().nullable(),
  recordedByName: z.string(),
  happenedAt: at.describe('When it was measured'),
  sampledAt: at.nullable(),
  laboratory: z.string().nullable(),
  documentId: z.uuid().nullable().describe("The laboratory's report"),
  recordedAt: at,
});

const decision = z.object({
  decision: z.enum(releaseDecisions),
  round: z.int(),
  terms: releaseTerms.nullable(),
  reason: z.string().nullable(),
  until: at.nullable().describe('Of an extension: the new due date'),
  resultsVersion: z.int(),
  byName: z.string(),
  at,
  signature: signature.nullable(),
});

/** Everything that somebody who decides about a release looks at, in one answer. */
export const releasePage = z.object({
  releaseId: z.uuid(),
  number: z.string(),
  version: z.int(),
  state: z.enum(releaseStates),
  overdue: z.boolean(),
  openedAt: at,
  dueAt: at.describe('Then the stock is held'),
  remindedAt: at.nullable(),
  escalatedAt: at.nullable(),
  extensions: z.int(),
  closedAt: at.nullable(),
  workflowId: z.string(),
  ...{ timeZone: z.string(), site: z.string(), owner: z.string() },
  lot: z.object({
    lotId: z.uuid(),
    lot: z.string(),
    item: z.string(),
    itemName: z.string(),
    category: z.string(),
    baseUnit: z.string(),
    supplierLotNumber: z.string().nullable(),
    traceabilityLotCode: z.string().nullable(),
    manufacturedOn: calendarDate.nullable(),
    expiresOn: calendarDate.nullable(),
  }),
  waiting: z.string().describe('In base units'),
  waitingStock: z.array(z.object({ location: z.string(), quantity: z.string(), heldBy: z.array(z.string()) })),
  heldBy: z.array(z.string()),
  specification: z.object({ version: z.int(), characteristics: z.array(characteristic) }).nullable(),
  samplingLevel: z.string(),
  samples: sampleNumbers.nullable(),
  outcome: z.enum(resultsOutcomes),
  resultsVersion: z.int(),
  nonconformingSamples: z.int(),
  missing: z.array(z.object({ characteristic: z.string(), values: z.int() })),
  results: z.array(result),
  limit: z
    .object({ limitId: z.uuid(), customers: z.array(z.string()).nullable(), useBy: calendarDate.nullable() })
    .nullable()
    .describe('The conditions it is about, where it changes what an earlier release allowed'),
  terms: releaseTerms
    .nullable()
    .describe('What the first of two approvals was given to, or, about conditions, what is proposed'),
  approvals: z.object({
    needed: z.int(),
    inOrder: z.boolean(),
    given: z.array(z.object({ byName: z.string(), at })),
  }),
  decisions: z.array(decision),
  hold: z
    .object({
      holdId: z.uuid(),
      number: z.string(),
      reviewId: z.uuid().nullable(),
      reviewNumber: z.string().nullable(),
    })
    .nullable()
    .describe('What it left when it failed, was rejected or took too long'),
  supplier: z
    .object({
      supplier: z.string(),
      name: z.string(),
      riskScore: z.string().nullable(),
      lastYear: z.object({
        lots: z.int(),
        released: z.int(),
        failed: z.int(),
        rejected: z.int(),
        holds: z.int(),
        lastFailedAt: at.nullable(),
      }),
    })
    .nullable(),
  certificates: z.array(
    z.object({
      certificateId: z.uuid(),
      kind: z.enum(certificateKinds),
      state: z.enum(certificateStates),
      number: z.string().nullable(),
      expiresOn: calendarDate.nullable(),
    }),
  ),
  receipts: z.array(
    z.object({
      number: z.string(),
      site: z.string(),
      quantity: z.string(),
      unit: z.string(),
      temperatureOnArrival: z.string().nullable(),
      happenedAt: at,
      defects: z.array(z.string()),
    }),
  ),
  inspections: z.array(
    z.object({ number: z.string(), site: z.string(), result: z.enum(inspectionResults), happenedAt: at }),
  ),
  readings: z.array(
    z.object({
      location: z.string(),
      sensor: z.string(),
      celsius: z.string(),
      allowedMin: z.string().nullable(),
      allowedMax: z.string().nullable(),
      happenedAt: at,
    }),
  ),
  documents: z.array(
    z.object({ documentId: z.uuid(), fileName: z.string(), mediaType: z.string(), sha256: z.string() }),
  ),
  tasks: z.array(
    z.object({
      taskId: z.uuid(),
      kind: z.enum(taskKinds),
      state: z.enum(taskStates),
      team: z.enum(teams),
      title: z.string(),
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
      after: z.unknown(),
    }),
  ),
  policies: policiesFollowed,
  toSign: toSign.describe('What a signature under a step would be bound to'),
  actions: z.array(
    z.object({
      action: z.enum(releaseActions),
      allowed: z.boolean(),
      code: z.string().optional(),
      reason: z.string().optional(),
    }),
  ),
});
