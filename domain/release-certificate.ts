import { isReleaseOver, type ReleaseState } from './release-approval.ts';
import type { ResultsOutcome } from './release-results.ts';

/** A release as its certificate is judged. */
export type CertifiedRelease = {
  state: ReleaseState;
  outcome: ResultsOutcome;
  waiting: boolean;
  approvalsMissing: number;
  heldNow: readonly string[];
  signed: boolean;
};

/** What stands against saying that stock is released, each as a sentence. None where it is. */
export function releaseGaps({
  state,
  outcome,
  waiting,
  approvalsMissing,
  heldNow,
  signed,
}: CertifiedRelease): string[] {
  const ended = isReleaseOver(state) && state !== 'approved';
  return [
    ...heldNow.map((hold) => `Not released: hold ${hold} stands`),
    ...(ended ? [`Not released: the release was ${state}`] : []),
    ...(state === 'released_urgently' ? ['Released before its results: they are owed'] : []),
    ...(outcome === 'incomplete' ? ['Not everything that is required has been measured'] : []),
    ...(state === 'open' ? [`Open: ${approvalsMissing} approvals are missing`] : []),
    ...(waiting ? ['A part of the stock waits still'] : []),
    ...(signed ? [] : ['A decision has no signature']),
  ];
}
