import { z } from 'zod';
import { duplicateSigns } from '#domain/duplicates.ts';
import { proposalActions } from '#domain/master-data-proposals.ts';
import { proposalSources, proposalStates, recordActions, recordKinds } from '#domain/record-kinds.ts';
import { signatureMeanings } from '#domain/signatures.ts';
import type { Contract } from './contract.ts';
import { policiesFollowed } from './policies-followed.ts';
import { mergeRefusals, overrideRefusals, proposedChange } from './proposed-change.ts';
import { givenCodes, reasonCodeRefusals, reasoned } from './reason-codes.ts';
import { code, flag, page, paging } from './shared.ts';

const at = z.iso.datetime();
const params = z.object({ proposalId: z.uuid() });
const duplicate = z.object({
  code: z.string(),
  name: z.string(),
  likeness: z.int(),
  signs: z.array(z.object({ sign: z.enum(duplicateSigns), says: z.string() })),
});

const summary = {
  proposalId: z.uuid(),
  number: z.string(),
  state: z.enum(proposalStates),
  kind: z.enum(recordKinds),
  source: z.enum(proposalSources),
  title: z.string(),
  reason: z.string(),
  records: z.int(),
  categories: z.array(z.string()),
  proposedByName: z.string(),
  proposedAt: at,
  ownerName: z.string(),
  dueAt: at,
  overdue: z.boolean(),
  decidedByName: z.string().nullable(),
  decidedAt: at.nullable(),
  decisionReason: z.string().nullable(),
  version: z.int(),
};

/** Before and after as the record is shown; of an import the whole list is a call of its own. */
export const proposedRecord = z.object({
  line: z.int(),
  action: z.enum(recordActions),
  code: z.string(),
  changed: z.array(z.string()),
  before: z.record(z.string(), z.unknown()).nullable(),
  after: z.record(z.string(), z.unknown()).nullable(),
  differences: z
    .array(
      z.object({
        path: z.string().describe('Parts of lists by their names: characteristics/pH/upper.'),
        before: z.unknown(),
        after: z.unknown(),
      }),
    )
    .describe('Of a change, value by value; empty of a new record.'),
  stale: z.boolean().describe('The record was changed since this was proposed: it cannot be approved any more.'),
});

const tag = 'Changes of master data';

const unknownPlaces = ['entity.unknown', 'site.unknown'] as const;

export const proposeMasterDataContract = {
  operationId: 'proposeMasterData',
  tag,
  summary: 'Propose a new record, a change of one, or a local override',
  description:
    'Everything that is wrong with it is told at once; records that may be the same one are shown with the answer. It takes effect when somebody else approves it.',
  method: 'post',
  path: '/master-data-proposals',
  right: 'master-data.propose',
  body: z.strictObject({
    proposal: proposedChange,
    ...reasoned,
    owner: z.string().trim().min(1).max(80).optional().describe('Who answers for it, by the name they sign in with.'),
    documentId: z.uuid().optional(),
  }),
  response: z.object({
    proposalId: z.uuid(),
    number: z.string(),
    state: z.enum(proposalStates),
    title: z.string(),
    changed: z.array(z.string()),
    dueAt: at,
    duplicates: z.array(duplicate),
  }),
  status: 201,
  location: '/master-data-proposals/{proposalId}',
  refusals: [
    'proposal.refused',
    'proposal.record-changed',
    'proposal.nothing-changed',
    'record.code-taken',
    'item.unknown',
    'party.unknown',
    'location.unknown',
    'certificate.unknown',
    ...unknownPlaces,
    'user.unknown',
    'document.unknown',
    ...mergeRefusals,
    ...overrideRefusals,
    'reason.too-short',
    ...reasonCodeRefusals,
  ],
  example: {
    body: {
      proposal: { kind: 'item', action: 'change', code: 'GC-LOG', version: 1, fields: { allergens: ['milk'] } },
      reason: 'The supplier sent its allergen statement of 2026-11-02',
    },
  },
} as const satisfies Contract;

export const listProposalsContract = {
  operationId: 'listMasterDataProposals',
  tag,
  summary: 'List proposals, the newest first',
  method: 'get',
  path: '/master-data-proposals',
  right: 'master-data.read',
  query: z.object({
    ...paging,
    state: z.enum(proposalStates).optional(),
    kind: z.enum(recordKinds).optional(),
    mine: flag.optional().describe('Those that you proposed.'),
    overdue: flag.optional(),
    record: code.optional().describe('About the record with this code.'),
    search: z.string().trim().min(3).max(100).optional().describe('In number and title.'),
  }),
  response: page(z.object(summary)),
  status: 200,
  refusals: [],
  example: { query: { state: 'open' } },
} as const satisfies Contract;

export const readProposalContract = {
  operationId: 'readMasterDataProposal',
  tag,
  summary: 'Read a proposal with what it changes, what was said, and what you may do',
  method: 'get',
  path: '/master-data-proposals/:proposalId',
  right: 'master-data.read',
  params,
  response: z.object({
    ...summary,
    contentHash: z.string(),
    reasonCodes: givenCodes,
    firstRecords: z.array(proposedRecord).describe('The first hundred.'),
    duplicates: z.array(duplicate).describe('Of the record of a proposal about one.'),
    comments: z.array(
      z.object({
        commentId: z.uuid(),
        text: z.string(),
        writtenByName: z.string(),
        writtenAt: at,
        document: z.object({ documentId: z.uuid(), fileName: z.string() }).nullable(),
      }),
    ),
    signature: z
      .object({ signatureId: z.uuid(), printedName: z.string(), meaning: z.enum(signatureMeanings), signedAt: at })
      .nullable(),
    policies: policiesFollowed,
    toSign: z.object({
      kind: z.string(),
      id: z.string(),
      hash: z.string(),
      meanings: z.array(z.enum(signatureMeanings)),
    }),
    actions: z.array(
      z.object({
        action: z.enum(proposalActions),
        allowed: z.boolean(),
        code: z.string().nullable(),
        reason: z.string().nullable(),
      }),
    ),
  }),
  status: 200,
  etag: true,
  refusals: ['proposal.unknown'],
} as const satisfies Contract;

export const listProposedRecordsContract = {
  operationId: 'listProposedRecords',
  tag,
  summary: 'List what a proposal changes, record by record',
  method: 'get',
  path: '/master-data-proposals/:proposalId/records',
  right: 'master-data.read',
  params,
  query: z.object(paging),
  response: page(proposedRecord),
  status: 200,
  refusals: ['proposal.unknown'],
} as const satisfies Contract;
