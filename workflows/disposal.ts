import {
  allHandlersFinished,
  CancellationScope,
  condition,
  continueAsNew,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';
import { type Deadline, metBy } from '#domain/case-times.ts';
import {
  awaitsApproval,
  type DisposalState,
  isDisposalOpen,
  isDisposalOver,
  mayBeDestroyed,
} from '#domain/disposal.ts';
import * as progress from '#domain/disposal-progress.ts';
import type { DisposalAnswer, DisposalStanding } from '#domain/disposal-steps.ts';
import type { CaseRequest, DisposalInput } from '#domain/processes.ts';
import { type Result, refuse } from '#domain/result.ts';
import * as messages from './disposal.messages.ts';
import { rules, steps } from './disposal-activities.ts';
import { attemptOf, gaveUp, orFail } from './or-fail.ts';
import { showDisposal, stopped } from './show-disposal.ts';
import { tellOrigin } from './tell-origin.ts';
import { waitFor } from './wait-for.ts';

/** Sees to it that goods whose disposal was decided are approved, destroyed, witnessed, booked out and proved, however long it takes. */
export async function disposal(input: DisposalInput): Promise<progress.DisposalProgress> {
  const { disposalId } = input;
  let at = input.progress ?? progress.openedDisposal(input);
  let heard = 0;
  let stopAsked = false;
  let untold: DisposalAnswer['origin'] | undefined;

  setHandler(messages.disposalQuery, () => at);
  setHandler(messages.disposalStandingSignal, learn);
  accept(messages.approveDisposalUpdate, steps.approveDisposal, awaitsApproval);
  accept(messages.destroyGoodsUpdate, steps.destroyGoods, mayBeDestroyed);
  accept(messages.witnessDestructionUpdate, steps.witnessDestruction, isDisposalOpen);
  accept(messages.settleDifferenceUpdate, steps.settleDifference, mayBeDestroyed);
  accept(messages.addPaperUpdate, steps.addPaper, isDisposalOpen);
  accept(messages.withdrawDisposalUpdate, steps.withdrawDisposal, isDisposalOpen);
  accept(messages.settleDisposalUpdate, steps.settleDisposalException, isDisposalOpen);
  CancellationScope.current().cancelRequested.catch(() => {
    stopAsked = true;
  });
  showDisposal(at);
  // A workflow that stopped would leave goods that are neither held for good nor gone: a request to cancel is reported, not obeyed.
  return await CancellationScope.nonCancellable(async () => {
    while (!isDisposalOver(at.state)) {
      const before = heard;
      const deadline = progress.nextDisposalDeadline(at);
      const woken = await waitFor(() => heard !== before || stopAsked, deadline?.at ?? null, deadline?.what ?? '');
      if (stopAsked) await reportStop();
      else if (!woken && deadline) await meet(deadline);
      if (workflowInfo().continueAsNewSuggested) await goOnAnew();
    }
    await condition(allHandlersFinished);
    if (untold) await tellOrigin(untold);
    return at;
  });

  /** Before it is durable, a request is asked only whether it is one and whether the case still waits for it. */
  function accept<Input extends { disposalId: string }>(
    update: messages.DisposalUpdate<Input>,
    step: (request: CaseRequest<Input>) => Promise<Result<DisposalAnswer>>,
    stillWaits: (disposal: { number: string; state: DisposalState }) => Result<void>,
  ): void {
    const validator = (request: CaseRequest<Input>) => {
      orFail(messages.isDisposalRequest(request, disposalId), attemptOf(request));
      orFail(stillWaits(at), attemptOf(request));
    };
    setHandler(update, (request) => CancellationScope.nonCancellable(() => carryOut(step, request)), { validator });
  }

  async function carryOut<Input>(
    step: (request: CaseRequest<Input>) => Promise<Result<DisposalAnswer>>,
    request: CaseRequest<Input>,
  ): Promise<DisposalAnswer> {
    const answer = await step(request).catch(async () => {
      await report(request.commandId, gaveUp);
      return refuse('engine.unavailable', gaveUp);
    });
    if (answer.ok) learn(answer.value);
    else heard += 1;
    if (answer.ok && isDisposalOver(answer.value.state)) untold = answer.value.origin;
    return orFail(answer, attemptOf(request));
  }

  async function meet(deadline: Deadline): Promise<void> {
    const { dueAt } = at;
    at = metBy(at, deadline);
    const rule = deadline.what === 'remind' ? rules.remindDisposal : rules.escalateDisposal;
    learn(orFail(await rule({ disposalId, dueAt })));
  }

  async function reportStop(): Promise<void> {
    stopAsked = false;
    await report(`stop-${new Date().toISOString()}`, stopped);
  }

  /** Raises an exception task. Its answer tells where the disposal stands: a failed step may have been done after all. */
  async function report(about: string, message: string): Promise<void> {
    learn(orFail(await rules.raiseDisposalException({ disposalId, about, problem: { message } })));
  }

  /** What a command has done is found by its id in the database: nothing else is carried. */
  async function goOnAnew(): Promise<void> {
    await condition(allHandlersFinished);
    if (!isDisposalOver(at.state)) await continueAsNew<typeof disposal>({ ...input, progress: at });
  }

  function learn(standing: DisposalStanding): void {
    at = progress.followDisposal(at, standing, new Date().toISOString());
    heard += 1;
    showDisposal(at);
  }
}
