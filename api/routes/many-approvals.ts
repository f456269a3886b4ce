import {
  approveDisposalsContract,
  approveReleasesContract,
  decideProposalsContract,
} from '#api/contracts/many-approvals.ts';
import { askDisposal } from '#api/http/ask-disposal.ts';
import { askProposal } from '#api/http/ask-proposal.ts';
import { askRelease } from '#api/http/ask-release.ts';
import { decideMany } from '#api/http/decide-many.ts';
import type { ApiRouter } from '#api/http/router.ts';
import type { Services } from '#api/http/services.ts';
import { awaitsApproval } from '#domain/disposal.ts';
import { awaitsRelease } from '#domain/release-progress.ts';
import { allow } from '#domain/result.ts';
import { approveDisposalUpdate } from '#workflows/disposal.messages.ts';
import { decideProposalUpdate } from '#workflows/master-data-change.messages.ts';
import { approveUpdate } from '#workflows/release-approval.messages.ts';
import { defined } from './defined.ts';

/** Many decisions with one proof: each is the step that it would be by itself, with the signing that names all of them. */
export function manyApprovalRoutes(app: ApiRouter, services: Services): void {
  app.route(approveReleasesContract, async ({ body: { signingId, approvals } }, request) =>
    allow(
      await decideMany(request, {
        id: 'releaseId',
        rows: approvals,
        decide: (row, asRow) =>
          askRelease(services, asRow, {
            operation: 'approve-release',
            update: approveUpdate,
            stillWaits: awaitsRelease,
            input: { ...defined(row), releaseId: row.releaseId, signingId },
          }),
      }),
    ),
  );

  app.route(approveDisposalsContract, async ({ body: { signingId, approvals } }, request) =>
    allow(
      await decideMany(request, {
        id: 'disposalId',
        rows: approvals,
        decide: (row, asRow) =>
          askDisposal(services, asRow, {
            operation: 'approve-disposal',
            update: approveDisposalUpdate,
            stillWaits: awaitsApproval,
            input: { ...row, signingId },
          }),
      }),
    ),
  );

  app.route(decideProposalsContract, async ({ body: { signingId, decisions } }, request) =>
    allow(
      await decideMany(request, {
        id: 'proposalId',
        rows: decisions,
        decide: (row, asRow) =>
          askProposal(services, asRow, {
            operation: 'decide-proposal',
            update: decideProposalUpdate,
            input: { ...row, signingId },
          }),
      }),
    ),
  );
}
