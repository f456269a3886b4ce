import { z } from 'zod';
import { proposalOutcomes } from '#domain/master-data-proposals.ts';
import type { Contract } from './contract.ts';
import { isEachOnce, manyDescription, outcomes, some } from './decide-many.ts';
import { approveDisposalContract } from './disposal-steps.ts';
import { decideProposalContract } from './master-data-proposal-steps.ts';
import { reasoned } from './reason-codes.ts';
import { approveReleaseContract } from './release-approval-steps.ts';
import { signingId } from './signings.ts';

const many = { method: 'post', description: manyDescription, status: 200, refusals: [] } as const;
const releaseId = z.uuid();
const disposalId = z.uuid();
const proposalId = z.uuid();
const exampleId = '019e2f2c-3c5a-7d70-8f6e-0f5a1c2b3d4f';

export const approveReleasesContract = {
  ...many,
  operationId: 'approveReleases',
  tag: 'Release approvals',
  summary: 'Approve many releases, each whole and without conditions, with one proof of identity',
  path: '/release-approvals/approvals',
  right: 'release.approve',
  body: z
    .strictObject({
      signingId,
      approvals: some(
        z.strictObject({
          releaseId,
          comment: approveReleaseContract.body.shape.comment,
          resultsVersion: approveReleaseContract.body.shape.resultsVersion,
        }),
      ),
    })
    .refine(({ approvals }) => isEachOnce('releaseId', approvals), { path: ['approvals'], error: 'Each release once' }),
  response: outcomes({ releaseId }, approveReleaseContract.response),
  example: { body: { signingId: exampleId, approvals: [{ releaseId: exampleId, resultsVersion: 1 }] } },
} as const satisfies Contract;

export const approveDisposalsContract = {
  ...many,
  operationId: 'approveDisposals',
  tag: 'Disposals',
  summary: 'Approve many disposals with one proof of identity',
  path: '/disposals/approvals',
  right: 'disposal.approve',
  body: z
    .strictObject({ signingId, approvals: some(z.strictObject({ disposalId })) })
    .refine(({ approvals }) => isEachOnce('disposalId', approvals), {
      path: ['approvals'],
      error: 'Each disposal once',
    }),
  response: outcomes({ disposalId }, approveDisposalContract.response),
  example: { body: { signingId: exampleId, approvals: [{ disposalId: exampleId }] } },
} as const satisfies Contract;

export const decideProposalsContract = {
  ...many,
  operationId: 'decideMasterDataProposals',
  tag: 'Changes of master data',
  summary: 'Approve or reject many proposals with one proof of identity',
  path: '/master-data-proposals/decisions',
  right: 'master-data.approve',
  body: z
    .strictObject({
      signingId,
      decisions: some(z.strictObject({ proposalId, outcome: z.enum(proposalOutcomes), ...reasoned })),
    })
    .refine(({ decisions }) => isEachOnce('proposalId', decisions), {
      path: ['decisions'],
      error: 'Each proposal once',
    }),
  response: outcomes({ proposalId }, decideProposalContract.response),
  example: {
    body: {
      signingId: exampleId,
      decisions: [{ proposalId: exampleId, outcome: 'approve', reason: 'Compared with the statement of the supplier' }],
    },
  },
} as const satisfies Contract;
