import { z } from 'zod';
import { proposalOutcomes } from '#domain/master-data-proposals.ts';
import { proposalStates } from '#domain/record-kinds.ts';
import type { Contract } from './contract.ts';
import { reasonCodeRefusals, reasoned } from './reason-codes.ts';

const params = z.object({ proposalId: z.uuid() });
const answer = z.object({
  proposalId: z.uuid(),
  number: z.string(),
  version: z.int(),
  state: z.enum(proposalStates),
  records: z.int(),
  decision: z.object({ byName: z.string(), at: z.iso.datetime(), reason: z.string() }).nullable(),
});
const step = { tag: 'Changes of master data', method: 'post', params, status: 200 } as const;
const throughEngine = [
  'engine.unavailable',
  'engine.case-not-started',
  'proposal.unknown',
  'proposal.not-open',
  'proposal.already-decided',
  'reason.too-short',
  ...reasonCodeRefusals,
] as const;

export const decideProposalContract = {
  ...step,
  operationId: 'decideMasterDataProposal',
  summary: 'Approve or reject a proposal',
  description:
    'Never by who proposed it or answers for it. An approval changes every record at once, or, where one was changed meanwhile, none. Sign the `toSign` of its details first.',
  path: '/master-data-proposals/:proposalId/decision',
  right: 'master-data.approve',
  body: z.strictObject({ outcome: z.enum(proposalOutcomes), ...reasoned, signingId: z.uuid().optional() }),
  response: answer,
  refusals: [
    ...throughEngine,
    'proposal.second-person-required',
    'access.duties-conflict',
    'proposal.record-changed',
    'proposal.refused',
    'record.code-taken',
    'signature.required',
    'signature.unknown',
    'signature.session-ended',
    'signature.other-subject',
    'signature.already-used',
    'signature.expired',
    'signature.meaning-wrong',
    'signature.shown-changed',
  ],
  example: {
    body: {
      outcome: 'approve',
      reason: 'Compared with the statement of the supplier',
      signingId: '019a2f3e-7c00-7000-8000-000000000001',
    },
  },
} as const satisfies Contract;

export const withdrawProposalContract = {
  ...step,
  operationId: 'withdrawMasterDataProposal',
  summary: 'Take a proposal back',
  path: '/master-data-proposals/:proposalId/withdrawal',
  right: 'master-data.propose',
  body: z.strictObject({ ...reasoned }),
  response: answer,
  refusals: [...throughEngine, 'proposal.not-yours'],
  example: { body: { reason: 'The statement was for another item' } },
} as const satisfies Contract;

export const commentOnProposalContract = {
  ...step,
  operationId: 'commentOnMasterDataProposal',
  summary: 'Say something about a proposal, or attach a stored document',
  description: 'Whoever has read it before has to read it again before they sign.',
  path: '/master-data-proposals/:proposalId/comments',
  right: 'master-data.read',
  body: z.strictObject({ text: z.string().trim().min(1).max(2_000), documentId: z.uuid().optional() }),
  response: z.object({ proposalId: z.uuid(), commentId: z.uuid(), version: z.int() }),
  status: 201,
  refusals: ['proposal.unknown', 'proposal.not-open', 'proposal.already-decided', 'document.unknown'],
  example: { body: { text: 'The label of the new batch says the same' } },
} as const satisfies Contract;
