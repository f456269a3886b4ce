import { z } from 'zod';
import { disposalOrigins, disposalStates } from '#domain/disposal.ts';
import type { Contract } from './contract.ts';
import { destructionCertificate } from './destruction-certificate.ts';
import { disposalPage } from './disposal-page.ts';
import { code, flag, page, paging } from './shared.ts';

const at = z.iso.datetime();
const params = z.object({ disposalId: z.uuid() });

const disposalInList = z.object({
  disposalId: z.uuid(),
  number: z.string(),
  state: z.enum(disposalStates),
  overdue: z.boolean(),
  originKind: z.enum(disposalOrigins),
  originId: z.uuid(),
  reason: z.string(),
  decidedByName: z.string(),
  quantity: z.string(),
  unit: z.string(),
  witnessRequired: z.boolean(),
  openedAt: at,
  dueAt: at,
  closedAt: at.nullable(),
  certificateNumber: z.string().nullable(),
  workflowId: z.string(),
  holdNumber: z.string(),
  lotId: z.uuid(),
  lot: z.string(),
  item: z.string(),
  itemName: z.string(),
  site: z.string().nullable(),
  timeZone: z.string().nullable(),
});

export const listDisposalsContract = {
  operationId: 'listDisposals',
  tag: 'Disposals',
  summary: 'List disposals, what is due first first',
  description: '`mine` are those of which you have claimed a task. A disposal of every site is in every list.',
  method: 'get',
  path: '/disposals',
  right: 'disposal.read',
  query: z.strictObject({
    ...paging,
    state: z.enum(disposalStates).optional(),
    site: code.optional(),
    lot: code.optional().describe("The lot's code or id"),
    origin: z.uuid().optional().describe('The id of the quarantine review that decided it'),
    overdue: flag.optional(),
    mine: flag.optional(),
  }),
  response: page(disposalInList),
  status: 200,
  refusals: ['lot.unknown', 'site.unknown'],
} as const satisfies Contract;

export const readDisposalContract = {
  operationId: 'readDisposal',
  tag: 'Disposals',
  summary: 'Read a disposal with all that was done',
  description:
    'Decision, approvals, stock in reach, runs with witness and papers, differences, write-offs (with right write-off.read), tasks, history, what there is to sign, and each action with whether you may take it and why not.',
  method: 'get',
  path: '/disposals/:disposalId',
  right: 'disposal.read',
  params,
  response: disposalPage,
  status: 200,
  etag: true,
  refusals: ['disposal.unknown'],
} as const satisfies Contract;

export const readDestructionCertificateContract = {
  operationId: 'readDestructionCertificate',
  tag: 'Disposals',
  summary: 'Read the certificate of destruction as data',
  description:
    'What there is so far where the disposal is open: `gaps` says what is missing or not as it should be, and there is no number yet.',
  method: 'get',
  path: '/disposals/:disposalId/certificate',
  right: 'disposal.read',
  params,
  response: destructionCertificate,
  status: 200,
  refusals: ['disposal.unknown'],
} as const satisfies Contract;

export const printDestructionCertificateContract = {
  operationId: 'printDestructionCertificate',
  tag: 'Disposals',
  summary: 'Read the certificate of destruction as a page to print',
  method: 'get',
  path: '/disposals/:disposalId/certificate/page',
  right: 'disposal.read',
  params,
  download: { types: ['text/html'] },
  status: 200,
  refusals: ['disposal.unknown'],
} as const satisfies Contract;
