import type { WorkflowHandle } from '@temporalio/client';
import { disposalsInEngine, disposalsOverBefore } from '#db/queries/disposals-in-engine.ts';
import { releasesInEngine, releasesOverBefore } from '#db/queries/releases-in-engine.ts';
import { reviewsInEngine, reviewsOverBefore } from '#db/queries/reviews-in-engine.ts';
import { followDisposal, openedDisposal } from '#domain/disposal-progress.ts';
import { disposalProcess, quarantineReviewProcess, releaseApprovalProcess } from '#domain/processes.ts';
import { followRelease, openedRelease } from '#domain/release-progress.ts';
import { follow, openedReview } from '#domain/review-progress.ts';
import { type OperationContext, systemCaller } from '#operations/context.ts';
import { raiseDisposalException } from '#operations/raise-disposal-exception.ts';
import { raiseExceptionTask } from '#operations/raise-exception-task.ts';
import { raiseReleaseException } from '#operations/raise-release-exception.ts';
import { disposalStandingSignal } from '#workflows/disposal.messages.ts';
import { standingSignal as reviewSignal } from '#workflows/quarantine-review.messages.ts';
import { standingSignal as releaseSignal } from '#workflows/release-approval.messages.ts';

/** A case as its table has it, with what reconciliation does about it. */
export type KeptCase = {
  caseId: string;
  workflowId: string;
  state: string;
  /** The input with which the engine begins anew what it has forgotten, from where the table says that it stands. */
  goingOn(now: string): unknown;
  /** Tells its run what the table says. */
  tell(handle: WorkflowHandle): Promise<void>;
  /** Raises an exception task because its workflow was ended in the engine. */
  report(operations: OperationContext, ended: { status: string; at: string }): Promise<unknown>;
};

/** A process whose open cases have each a running workflow, and the reverse. */
export type KeptProcess = {
  workflowType: string;
  /** Open cases that were started before an instant, in the order of their ids, from one id on. */
  open(
    operations: OperationContext,
    page: { startedBefore: Date; after: string | null; limit: number },
  ): Promise<KeptCase[]>;
  /** Of some workflow ids, the cases that were over before an instant. */
  overBefore(operations: OperationContext, workflowIds: readonly string[], before: Date): Promise<KeptCase[]>;
};

type ByRule = { commandId: string; workflowId: string };
const byRule = <Input>({ commandId, workflowId }: ByRule, input: Input) => ({
  commandId,
  caller: systemCaller,
  cause: { workflowId },
  input,
});

const asReview = ({ workflowId, input, standing }: Awaited<ReturnType<typeof reviewsInEngine>>[number]): KeptCase => ({
  caseId: standing.reviewId,
  workflowId,
  state: standing.state,
  goingOn: (now) => ({ ...input, progress: follow(openedReview(input.remindAt, input.escalateAt), standing, now) }),
  tell: (handle) => handle.signal(reviewSignal, standing),
  report: (operations, { status, at }) => {
    const message = `The workflow of this review is ${status} in the engine. The hold stays; the next step that somebody takes starts it again`;
    const { reviewId } = standing;
    const command = { commandId: `review:${reviewId}:exception:ended-${at}`, workflowId };
    return raiseExceptionTask(operations, byRule(command, { reviewId, problem: { message } }));
  },
});

const asRelease = ({
  workflowId,
  input,
  standing,
}: Awaited<ReturnType<typeof releasesInEngine>>[number]): KeptCase => ({
  caseId: standing.releaseId,
  workflowId,
  state: standing.state,
  goingOn: (now) => ({ ...input, progress: followRelease(openedRelease(input.number, input), standing, now) }),
  tell: (handle) => handle.signal(releaseSignal, standing),
  report: (operations, { status, at }) => {
    const message = `The workflow of this release is ${status} in the engine: nobody is reminded of it. The next step that somebody takes starts it again`;
    const { releaseId } = standing;
    const command = { commandId: `release:${releaseId}:exception:ended-${at}`, workflowId };
    return raiseReleaseException(operations, byRule(command, { releaseId, problem: { message } }));
  },
});

const asDisposal = ({
  workflowId,
  input,
  standing,
}: Awaited<ReturnType<typeof disposalsInEngine>>[number]): KeptCase => ({
  caseId: standing.disposalId,
  workflowId,
  state: standing.state,
  goingOn: (now) => ({ ...input, progress: followDisposal(openedDisposal(input), standing, now) }),
  tell: (handle) => handle.signal(disposalStandingSignal, standing),
  report: (operations, { status, at }) => {
    const message = `The workflow of this disposal is ${status} in the engine. The goods stay held; the next step that somebody takes starts it again`;
    const { disposalId } = standing;
    const command = { commandId: `disposal:${disposalId}:exception:ended-${at}`, workflowId };
    return raiseDisposalException(operations, byRule(command, { disposalId, problem: { message } }));
  },
});

/** Every process that is held against the engine: one entry each. */
export const keptProcesses: readonly KeptProcess[] = [
  {
    workflowType: quarantineReviewProcess.workflowType,
    open: async ({ db }, page) => (await reviewsInEngine(db, page)).map(asReview),
    overBefore: async ({ db }, ids, before) => (await reviewsOverBefore(db, ids, before)).map(asReview),
  },
  {
    workflowType: releaseApprovalProcess.workflowType,
    open: async ({ db }, page) => (await releasesInEngine(db, page)).map(asRelease),
    overBefore: async ({ db }, ids, before) => (await releasesOverBefore(db, ids, before)).map(asRelease),
  },
  {
    workflowType: disposalProcess.workflowType,
    open: async ({ db }, page) => (await disposalsInEngine(db, page)).map(asDisposal),
    overBefore: async ({ db }, ids, before) => (await disposalsOverBefore(db, ids, before)).map(asDisposal),
  },
];
