import { z } from 'zod';
import { releaseStates } from '#domain/release-approval.ts';
import { resultsOutcomes } from '#domain/release-results.ts';
import type { Contract } from './contract.ts';
import { releasePage } from './release-approval-page.ts';
import { calendarDate, code, flag, page, paging } from './shared.ts';

const at = z.iso.datetime();

const releaseInList = z.object({
  releaseId: z.uuid(),
  number: z.string(),
  state: z.enum(releaseStates),
  overdue: z.boolean(),
  outcome: z.enum(resultsOutcomes),
  openedAt: at,
  dueAt: at,
  remindedAt: at.nullable(),
  escalatedAt: at.nullable(),
  closedAt: at.nullable(),
  quantity: z.string(),
  unit: z.string(),
  approvalsNeeded: z.int(),
  approvalsGiven: z.int(),
  workflowId: z.string(),
  lotId: z.uuid(),
  lot: z.string(),
  item: z.string(),
  itemName: z.string(),
  expiresOn: calendarDate.nullable(),
  owner: z.string(),
  site: z.string(),
  timeZone: z.string(),
});

export const listReleaseApprovalsContract = {
  operationId: 'listReleaseApprovals',
  tag: 'Release approvals',
  summary: 'List releases, what is due first first',
  description:
    '`mine` are those of which you have claimed a task; `outcome=pass` with `state=open` waits for approval.',
  method: 'get',
  path: '/release-approvals',
  right: 'release.read',
  query: z.object({
    ...paging,
    state: z.enum(releaseStates).optional(),
    outcome: z.enum(resultsOutcomes).optional(),
    site: code.optional(),
    owner: code.optional(),
    lot: code.optional(),
    overdue: flag.optional(),
    mine: flag.optional(),
  }),
  response: page(releaseInList),
  status: 200,
  refusals: ['lot.unknown', 'site.unknown', 'entity.unknown'],
} as const satisfies Contract;

export const readReleaseApprovalContract = {
  operationId: 'readReleaseApproval',
  tag: 'Release approvals',
  summary: 'Read a release with everything it is decided on',
  description:
    'Results against limits, what is missing, certificates, receipts, readings, how the supplier has fared, and each action with whether you may take it and why not.',
  method: 'get',
  path: '/release-approvals/:releaseId',
  right: 'release.read',
  params: z.object({ releaseId: z.uuid() }),
  response: releasePage,
  status: 200,
  etag: true,
  refusals: ['release.unknown'],
} as const satisfies Contract;
