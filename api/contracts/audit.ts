import { z } from 'zod';
import { reasonLists } from '#domain/reason-codes.ts';
import type { Contract } from './contract.ts';
import { code, instant, page, paging } from './shared.ts';
import { signature } from './signings.ts';

const at = z.iso.datetime();

export const auditEntry = z.object({
  position: z.string().describe('Orders the trail; never used twice'),
  action: z.string().describe('Verb and object in the past tense, such as `hold.placed`'),
  happenedAt: at,
  recordedAt: at,
  actorKind: z.string(),
  actorId: z.string(),
  actorName: z.string(),
  onBehalfOf: z.string().nullable().describe('The colleague under whose delegation they acted'),
  subjectKind: z.string(),
  subjectId: z.string(),
  lotId: z.uuid().nullable(),
  lot: z.string().nullable(),
  site: z.string().nullable(),
  timeZone: z.string().nullable(),
  entity: z.string().nullable(),
  before: z.unknown(),
  after: z.unknown(),
  reason: z.string().nullable(),
  reasonList: z.enum(reasonLists).nullable().describe('The governed list that the code is of'),
  reasonCode: z.string().nullable().describe('The code of that list given beside the reason'),
  commandId: z.string().nullable(),
  requestId: z.string().nullable(),
  workflowId: z.string().nullable(),
  activityId: z.string().nullable(),
  imported: z.boolean(),
  signature: signature.nullable().describe('Under the step that changed this'),
});

export const listAuditEntriesContract = {
  operationId: 'listAuditEntries',
  tag: 'Audit',
  summary: 'Read the audit trail, the latest first',
  description: 'Who did what, why, on which request or workflow, and what was there before and after. Never changed.',
  method: 'get',
  path: '/audit',
  right: 'audit.read',
  query: z.strictObject({
    ...paging,
    lot: code.optional().describe("The lot's code or id"),
    subjectKind: code.optional(),
    subjectId: code.optional(),
    actor: code.optional().describe('The id of a person or key, or `system`'),
    action: code.optional(),
    from: instant.optional().describe('Recorded at this instant or later'),
    until: instant.optional().describe('Recorded before this instant'),
  }),
  response: page(auditEntry),
  status: 200,
  refusals: ['lot.unknown'],
} as const satisfies Contract;
