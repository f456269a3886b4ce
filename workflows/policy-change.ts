import { continueAsNew, patched, setHandler } from '@temporalio/workflow';
import * as progress from '#domain/policy-change-progress.ts';
import type { PolicyChangeStanding } from '#domain/policy-change-steps.ts';
import type { PolicyChangeInput } from '#domain/processes.ts';
import { caseFrame } from './case-frame.ts';
import * as messages from './policy-change.messages.ts';
import { rules, steps } from './policy-change-activities.ts';
import { showState } from './show-state.ts';

const stopped = 'The engine was asked to cancel this proposal. It stays open: reject or withdraw it instead';

/** Keeps a proposal in people's minds until a second person has decided about it, or it lapses. */
export async function policyChange(input: PolicyChangeInput): Promise<progress.PolicyChangeProgress> {
  const { changeId } = input;
  let change = input.progress ?? progress.openedChange(input);
  const isOver = () => change.state !== 'proposed';
  // Runs from before there was a frame wake only to end, and stay one run.
  const framed = patched('kept-by-the-frame');

  const frame = caseFrame<PolicyChangeStanding, progress.PolicyChangeDeadline>({
    stopped,
    isOver,
    nextDeadline: () => progress.nextChangeDeadline(change),
    meet: (deadline) => {
      change = progress.metChangeDeadline(change, deadline);
      return deadline.what === 'expire'
        ? rules.closePolicyChange({ changeId })
        : rules.remindPolicyApprovers({ changeId, what: deadline.what });
    },
    raise: (about, message) => rules.raisePolicyChangeException({ changeId, about, message }),
    follow: (standing) => {
      change = progress.followChange(change, standing);
      show();
    },
    goOnAnew: async () => {
      if (framed) await continueAsNew<typeof policyChange>({ ...input, progress: change });
    },
    wakes: (because) => framed || because === 'stopped' || (because === 'told' && isOver()),
  });

  setHandler(messages.policyChangeQuery, () => change);
  setHandler(messages.policyChangeStandingSignal, frame.tell);
  frame.accept(messages.decideChangeUpdate, steps.decidePolicyChange, (request) => {
    const sound = messages.wellFormed(request, changeId);
    return sound.ok ? progress.awaitsChangeDecision(change) : sound;
  });
  show();

  await frame.untilOver();
  return change;

  function show(): void {
    showState(change.state, `**${change.state}**. Lapses at ${change.expireAt} unless somebody decides.`);
  }
}
