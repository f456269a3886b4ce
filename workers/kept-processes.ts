import { disposalsInEngine } from '#db/queries/disposals-in-engine.ts';
import { policyChangesInEngine } from '#db/queries/policy-changes.ts';
import { proposalsInEngine } from '#db/queries/proposals-in-engine.ts';
import { releasesInEngine } from '#db/queries/releases-in-engine.ts';
import { reviewsInEngine } from '#db/queries/reviews-in-engine.ts';
import {
  disposals,
  masterDataProposals,
  policyChanges,
  quarantineReviews,
  releaseApprovals,
} from '#db/schema/index.ts';
import { disposalAnew } from '#domain/disposal-progress.ts';
import { changeAnew } from '#domain/policy-change-progress.ts';
import * as processes from '#domain/processes.ts';
import { proposalAnew } from '#domain/proposal-progress.ts';
import { runningReleaseStates } from '#domain/release-approval.ts';
import { releaseAnew } from '#domain/release-progress.ts';
import { reviewAnew } from '#domain/review-progress.ts';
import { raiseDisposalException } from '#operations/raise-disposal-exception.ts';
import { raiseExceptionTask } from '#operations/raise-exception-task.ts';
import { raisePolicyChangeException } from '#operations/raise-policy-change-exception.ts';
import { raiseProposalException } from '#operations/raise-proposal-exception.ts';
import { raiseReleaseException } from '#operations/raise-release-exception.ts';
import { disposalStandingSignal } from '#workflows/disposal.messages.ts';
import { proposalStandingSignal } from '#workflows/master-data-change.messages.ts';
import { policyChangeStandingSignal } from '#workflows/policy-change.messages.ts';
import { standingSignal as reviewSignal } from '#workflows/quarantine-review.messages.ts';
import { standingSignal as releaseSignal } from '#workflows/release-approval.messages.ts';
import { byRule, type KeptProcess, kept } from './kept-case.ts';
import { keptDeliveries } from './kept-deliveries.ts';

/** Every process that is held against the engine: one entry each. */
export const keptProcesses: readonly KeptProcess[] = [
  kept({
    workflowType: processes.quarantineReviewProcess.workflowType,
    name: 'review',
    table: quarantineReviews,
    closedAt: quarantineReviews.closedAt,
    open: ['open', 'decided'],
    find: reviewsInEngine,
    caseId: ({ reviewId }) => reviewId,
    anew: reviewAnew,
    signal: reviewSignal,
    means: 'The hold stays',
    raise: (operations, { caseId, message, ...by }) =>
      raiseExceptionTask(operations, byRule(by, { reviewId: caseId, problem: { message } })),
  }),
  kept({
    workflowType: processes.releaseApprovalProcess.workflowType,
    name: 'release',
    table: releaseApprovals,
    closedAt: releaseApprovals.closedAt,
    open: runningReleaseStates,
    find: releasesInEngine,
    caseId: ({ releaseId }) => releaseId,
    anew: releaseAnew,
    signal: releaseSignal,
    means: 'Nobody is reminded of it',
    raise: (operations, { caseId, message, ...by }) =>
      raiseReleaseException(operations, byRule(by, { releaseId: caseId, problem: { message } })),
  }),
  kept({
    workflowType: processes.disposalProcess.workflowType,
    name: 'disposal',
    table: disposals,
    closedAt: disposals.closedAt,
    open: ['awaiting_approval', 'approved', 'destroyed'],
    find: disposalsInEngine,
    caseId: ({ disposalId }) => disposalId,
    anew: disposalAnew,
    signal: disposalStandingSignal,
    means: 'The goods stay held',
    raise: (operations, { caseId, message, ...by }) =>
      raiseDisposalException(operations, byRule(by, { disposalId: caseId, problem: { message } })),
  }),
  kept({
    workflowType: processes.masterDataChangeProcess.workflowType,
    name: 'proposal',
    table: masterDataProposals,
    closedAt: masterDataProposals.decidedAt,
    open: ['open'],
    find: proposalsInEngine,
    caseId: ({ proposalId }) => proposalId,
    anew: proposalAnew,
    signal: proposalStandingSignal,
    means: 'Nobody is reminded of it, and it does not lapse',
    raise: (operations, { caseId, message, ...by }) =>
      raiseProposalException(operations, byRule(by, { proposalId: caseId, message })),
  }),
  kept({
    workflowType: processes.policyChangeProcess.workflowType,
    name: 'policy-change',
    table: policyChanges,
    closedAt: policyChanges.decidedAt,
    open: ['proposed'],
    find: policyChangesInEngine,
    caseId: ({ changeId }) => changeId,
    anew: changeAnew,
    signal: policyChangeStandingSignal,
    means: 'Nobody is reminded of it, and it does not lapse',
    raise: (operations, { caseId, message, ...by }) =>
      raisePolicyChangeException(operations, byRule(by, { changeId: caseId, message })),
  }),
  keptDeliveries,
];
