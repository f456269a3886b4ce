import { type CaseTimes, type Deadline, movedTo, nextOf, openedTimes } from './case-times.ts';
import { type DisposalState, isDisposalOver } from './disposal.ts';
import type { DisposalStanding } from './disposal-steps.ts';
import type { DisposalInput } from './processes.ts';

/** A disposal as its workflow follows it. */
export type DisposalProgress = CaseTimes & {
  /** Of the standing it follows; what comes with an older one was overtaken on its way. */
  version: number;
  number: string;
  state: DisposalState;
};

export const openedDisposal = ({ number, state, remindAt, escalateAt }: DisposalInput): DisposalProgress => ({
  ...openedTimes(remindAt, escalateAt),
  version: 0,
  number,
  state,
});

/** The progress once a step has left the disposal standing so. Each stage has a due date of its own. */
export function followDisposal(progress: DisposalProgress, standing: DisposalStanding, now: string): DisposalProgress {
  if (standing.version < progress.version) return progress;
  return { ...movedTo(progress, standing.dueAt, now), version: standing.version, state: standing.state };
}

/** What comes next by itself, or nothing: the disposal is over, or all has been said. */
export const nextDisposalDeadline = (progress: DisposalProgress): Deadline | null =>
  isDisposalOver(progress.state) ? null : nextOf(progress);

/** With what its process begins anew, from where the table says that the disposal stands. */
export const disposalAnew = (input: DisposalInput, standing: DisposalStanding, now: string): DisposalInput => ({
  ...input,
  progress: followDisposal(openedDisposal(input), standing, now),
});
