import { continueAsNew, setHandler } from '@temporalio/workflow';
import type { CaseRequest, ReleaseApprovalInput } from '#domain/processes.ts';
import { isReleaseOver } from '#domain/release-approval.ts';
import * as progress from '#domain/release-progress.ts';
import type { ReleaseStanding } from '#domain/release-steps.ts';
import type { Result } from '#domain/result.ts';
import { caseFrame } from './case-frame.ts';
import { rules, steps } from './release-activities.ts';
import * as messages from './release-approval.messages.ts';
import { showRelease } from './show-release.ts';

const stopped = 'The engine was asked to cancel this release. The stock waits on: decide about it';
const stepAt = { remind: 'remindRelease', escalate: 'escalateRelease', hold: 'holdOverdueRelease' } as const;

/** Keeps stock that waits for quality in people's minds until it is released, or held because it failed or took too long. */
export async function releaseApproval(input: ReleaseApprovalInput): Promise<progress.ReleaseProgress> {
  const { releaseId } = input;
  let release = input.progress ?? progress.openedRelease(input.number, input);

  const frame = caseFrame<ReleaseStanding, progress.ReleaseDeadline>({
    stopped,
    isOver: () => isReleaseOver(release.state),
    nextDeadline: () => progress.nextReleaseDeadline(release),
    meet: (deadline) => {
      const { dueAt } = release;
      release = progress.metRelease(release, deadline);
      return rules[stepAt[deadline.what]]({ releaseId, dueAt });
    },
    raise: (about, message) => rules.raiseReleaseException({ releaseId, about, problem: { message } }),
    follow: (standing, now) => {
      release = progress.followRelease(release, standing, now);
      showRelease(release);
    },
    goOnAnew: () => continueAsNew<typeof releaseApproval>({ ...input, progress: release }),
  });

  /**
   * What this run believes may lag behind the facts, an entry of results for one; then the operation refuses. After an urgent
   * release more stock may have begun to wait, of which only the table knows.
   */
  const whileIt =
    (stillWaits: (release: progress.ReleaseProgress) => Result<void>) =>
    (request: CaseRequest<{ releaseId: string }>): Result<void> => {
      const sound = messages.wellFormed(request, releaseId);
      return sound.ok && isReleaseOver(release.state) ? stillWaits(release) : sound;
    };

  setHandler(messages.releaseQuery, () => release);
  setHandler(messages.standingSignal, frame.tell);
  frame.accept(messages.approveUpdate, steps.approveRelease, whileIt(progress.awaitsRelease));
  frame.accept(messages.rejectUpdate, steps.rejectRelease, whileIt(progress.awaitsRelease));
  frame.accept(messages.releaseUrgentlyUpdate, steps.releaseUrgently, whileIt(progress.awaitsRelease));
  frame.accept(messages.extendUpdate, steps.extendRelease, whileIt(progress.isRunningRelease));
  frame.accept(messages.settleExceptionUpdate, steps.settleReleaseException, whileIt(progress.isRunningRelease));
  showRelease(release);

  await frame.untilOver();
  return release;
}
