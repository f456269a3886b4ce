import type { CaseRequest } from '#domain/processes.ts';
import type {
  ApproveReleaseInput,
  ExtendReleaseInput,
  RejectReleaseInput,
  ReleaseUrgentlyInput,
  SettleReleaseInput,
} from '#domain/release-steps.ts';
import { approveRelease } from '#operations/approve-release.ts';
import type { OperationContext } from '#operations/context.ts';
import { escalateRelease } from '#operations/escalate-release.ts';
import { extendRelease } from '#operations/extend-release.ts';
import { holdOverdueRelease } from '#operations/hold-overdue-release.ts';
import { raiseReleaseException } from '#operations/raise-release-exception.ts';
import { rejectRelease } from '#operations/reject-release.ts';
import { releaseUrgently } from '#operations/release-urgently.ts';
import { remindRelease } from '#operations/remind-release.ts';
import { settleReleaseException } from '#operations/settle-release-exception.ts';
import type { Problem } from '#operations/write-exception.ts';
import { asked, byRule } from './commands.ts';

type Due = { releaseId: string; dueAt: string };

/** The steps of releases: each is one operation, hence one transaction, under a command id made of business ids. */
export const releaseApprovalActivities = (context: OperationContext) => ({
  approveRelease: (request: CaseRequest<ApproveReleaseInput>) => approveRelease(context, asked(request)),
  rejectRelease: (request: CaseRequest<RejectReleaseInput>) => rejectRelease(context, asked(request)),
  releaseUrgently: (request: CaseRequest<ReleaseUrgentlyInput>) => releaseUrgently(context, asked(request)),
  extendRelease: (request: CaseRequest<ExtendReleaseInput>) => extendRelease(context, asked(request)),
  settleReleaseException: (request: CaseRequest<SettleReleaseInput>) => settleReleaseException(context, asked(request)),
  /** One of each for each due date, whichever run thinks of it. */
  remindRelease: (input: Due) =>
    remindRelease(context, byRule(`release:${input.releaseId}:remind:${input.dueAt}`, input)),
  escalateRelease: (input: Due) =>
    escalateRelease(context, byRule(`release:${input.releaseId}:escalate:${input.dueAt}`, input)),
  holdOverdueRelease: (input: Due) =>
    holdOverdueRelease(context, byRule(`release:${input.releaseId}:hold:${input.dueAt}`, input)),
  /** `about` tells one problem of a release from another: the command that failed, the request to cancel. */
  raiseReleaseException: ({ releaseId, about, problem }: { releaseId: string; about: string; problem: Problem }) =>
    raiseReleaseException(context, byRule(`release:${releaseId}:exception:${about}`, { releaseId, problem })),
});

export type ReleaseApprovalActivities = ReturnType<typeof releaseApprovalActivities>;
