import {
  allHandlersFinished,
  CancellationScope,
  condition,
  continueAsNew,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';
import type { CaseRequest, ReleaseApprovalInput } from '#domain/processes.ts';
import { isReleaseOver } from '#domain/release-approval.ts';
import * as progress from '#domain/release-progress.ts';
import type { ReleaseAnswer, ReleaseStanding } from '#domain/release-steps.ts';
import { type Result, refuse } from '#domain/result.ts';
import { orFail } from './or-fail.ts';
import { rules, steps } from './release-activities.ts';
import * as messages from './release-approval.messages.ts';
import { showRelease } from './show-release.ts';
import { waitFor } from './wait-for.ts';

const gaveUp = 'A step could not be carried out although it was tried several times; it may be asked for again';
const stopped = 'The engine was asked to cancel this release. The stock waits on: decide about it';

/** Keeps stock that waits for quality in people's minds until it is released, or held because it failed or took too long. */
export async function releaseApproval(input: ReleaseApprovalInput): Promise<progress.ReleaseProgress> {
  const { releaseId } = input;
  let release = input.progress ?? progress.openedRelease(input.number, input);
  let heard = 0;
  let stopAsked = false;

  setHandler(messages.releaseQuery, () => release);
  setHandler(messages.standingSignal, learn);
  accept(messages.approveUpdate, steps.approveRelease, progress.awaitsRelease);
  accept(messages.rejectUpdate, steps.rejectRelease, progress.awaitsRelease);
  accept(messages.releaseUrgentlyUpdate, steps.releaseUrgently, progress.awaitsRelease);
  accept(messages.settleExceptionUpdate, steps.settleReleaseException, progress.isRunningRelease);

  CancellationScope.current().cancelRequested.catch(() => {
    stopAsked = true;
  });
  showRelease(release);
  // A workflow that stopped would leave stock that nobody thinks of: a request to cancel is reported, not obeyed.
  return await CancellationScope.nonCancellable(async () => {
    while (!isReleaseOver(release.state)) {
      const before = heard;
      const deadline = progress.nextReleaseDeadline(release);
      const woken = await waitFor(() => heard !== before || stopAsked, deadline?.at ?? null, deadline?.what ?? '');
      if (stopAsked) await reportStop();
      else if (!woken && deadline) await meet(deadline);
      if (workflowInfo().continueAsNewSuggested) await goOnAnew();
    }
    await condition(allHandlersFinished);
    return release;
  });

  /**
   * Before it is durable, a request is asked only whether it is one and whether the case still waits for it. What this run
   * believes may lag behind the facts, an entry of results for one; then the operation refuses.
   */
  function accept<Input extends { releaseId: string }>(
    update: messages.ReleaseUpdate<Input>,
    step: (request: CaseRequest<Input>) => Promise<Result<ReleaseAnswer>>,
    stillWaits: (release: progress.ReleaseProgress) => Result<void>,
  ): void {
    const validator = (request: CaseRequest<Input>) => {
      orFail(messages.wellFormed(request, releaseId), attemptOf(request));
      // After an urgent release more stock may have begun to wait, of which only the table knows.
      if (isReleaseOver(release.state)) orFail(stillWaits(release), attemptOf(request));
    };
    setHandler(update, (request) => CancellationScope.nonCancellable(() => carryOut(step, request)), { validator });
  }

  async function carryOut<Input>(
    step: (request: CaseRequest<Input>) => Promise<Result<ReleaseAnswer>>,
    request: CaseRequest<Input>,
  ): Promise<ReleaseAnswer> {
    const answer = await step(request).catch(async () => {
      await report(request.commandId, gaveUp);
      return refuse('engine.unavailable', gaveUp);
    });
    if (answer.ok) learn(answer.value);
    else heard += 1;
    return orFail(answer, attemptOf(request));
  }

  async function meet(deadline: progress.ReleaseDeadline): Promise<void> {
    const { dueAt } = release;
    release = progress.metRelease(release, deadline);
    learn(orFail(await rules[stepAt[deadline.what]]({ releaseId, dueAt })));
  }

  async function reportStop(): Promise<void> {
    stopAsked = false;
    await report(`stop-${new Date().toISOString()}`, stopped);
  }

  /** Raises an exception task. Its answer tells where the release stands: a failed step may have been done after all. */
  async function report(about: string, message: string): Promise<void> {
    learn(orFail(await rules.raiseReleaseException({ releaseId, about, problem: { message } })));
  }

  async function goOnAnew(): Promise<void> {
    await condition(allHandlersFinished);
    if (!isReleaseOver(release.state)) await continueAsNew<typeof releaseApproval>({ ...input, progress: release });
  }

  function learn(standing: ReleaseStanding): void {
    release = progress.followRelease(release, standing, new Date().toISOString());
    heard += 1;
    showRelease(release);
  }
}

const stepAt = { remind: 'remindRelease', escalate: 'escalateRelease', hold: 'holdOverdueRelease' } as const;

const attemptOf = ({ attempt, requestId }: CaseRequest<unknown>): string | undefined => attempt ?? requestId;
