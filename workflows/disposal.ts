import { CancellationScope, continueAsNew, setHandler } from '@temporalio/workflow';
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
import type { Result } from '#domain/result.ts';
import { caseFrame } from './case-frame.ts';
import * as messages from './disposal.messages.ts';
import { rules, steps } from './disposal-activities.ts';
import { showDisposal } from './show-disposal.ts';
import { andTellOrigin, tellOrigin } from './tell-origin.ts';

const stopped = 'The engine was asked to cancel this disposal. The goods stay held: go on with it, or withdraw it';

/** Sees to it that goods whose disposal was decided are approved, destroyed, witnessed, booked out and proved, however long it takes. */
export async function disposal(input: DisposalInput): Promise<progress.DisposalProgress> {
  const { disposalId } = input;
  let at = input.progress ?? progress.openedDisposal(input);
  let untold = undefined as DisposalAnswer['origin'] | undefined;

  const frame = caseFrame<DisposalStanding & Partial<DisposalAnswer>, Deadline>({
    stopped,
    isOver: () => isDisposalOver(at.state),
    nextDeadline: () => progress.nextDisposalDeadline(at),
    meet: (deadline) => {
      const { dueAt } = at;
      at = metBy(at, deadline);
      const rule = deadline.what === 'remind' ? rules.remindDisposal : rules.escalateDisposal;
      return rule({ disposalId, dueAt });
    },
    raise: (about, message) => rules.raiseDisposalException({ disposalId, about, problem: { message } }),
    follow: (standing, now) => {
      at = progress.followDisposal(at, standing, now);
      // The step that ended it says what decided it, and where that stands now.
      if (standing.origin && isDisposalOver(standing.state)) untold = standing.origin;
      showDisposal(at);
    },
    goOnAnew: () => continueAsNew<typeof disposal>({ ...input, progress: at }),
  });

  const whileIt =
    (stillWaits: (disposal: { number: string; state: DisposalState }) => Result<void>) =>
    (request: CaseRequest<{ disposalId: string }>): Result<void> => {
      const sound = messages.isDisposalRequest(request, disposalId);
      return sound.ok ? stillWaits(at) : sound;
    };

  setHandler(messages.disposalQuery, () => at);
  setHandler(messages.disposalStandingSignal, frame.tell);
  frame.accept(messages.approveDisposalUpdate, steps.approveDisposal, whileIt(awaitsApproval));
  frame.accept(messages.destroyGoodsUpdate, steps.destroyGoods, whileIt(mayBeDestroyed));
  frame.accept(messages.witnessDestructionUpdate, steps.witnessDestruction, whileIt(isDisposalOpen));
  frame.accept(messages.settleDifferenceUpdate, steps.settleDifference, whileIt(mayBeDestroyed));
  frame.accept(messages.addPaperUpdate, steps.addPaper, whileIt(isDisposalOpen));
  frame.accept(messages.endDisposalEarlyUpdate, andTellOrigin(steps.endDisposalEarly), whileIt(mayBeDestroyed));
  frame.accept(messages.extendDisposalUpdate, steps.extendDisposal, whileIt(isDisposalOpen));
  frame.accept(messages.withdrawDisposalUpdate, steps.withdrawDisposal, whileIt(isDisposalOpen));
  frame.accept(messages.settleDisposalUpdate, steps.settleDisposalException, whileIt(isDisposalOpen));
  showDisposal(at);

  await frame.untilOver();
  const origin = untold;
  if (origin) await CancellationScope.nonCancellable(() => tellOrigin(origin));
  return at;
}
