import { type CaseTimes, type Deadline, metBy, nextOf, openedTimes } from './case-times.ts';
import { isOpenProposal, type ProposalOutcome } from './master-data-proposals.ts';
import type { MasterDataChangeInput } from './processes.ts';
import type { ProposalState } from './record-kinds.ts';
import type { Result } from './result.ts';

/** Where a proposal stands after a step. */
export type ProposalStanding = {
  proposalId: string;
  number: string;
  /** Counts its changes: the higher one is the later. */
  version: number;
  state: ProposalState;
  decision: { byName: string; at: string; reason: string } | null;
};

/** The answer to a person's step. */
export type ProposalAnswer = ProposalStanding & { records: number };

/** What a person asks of a proposal. */
export type DecideProposalInput = {
  proposalId: string;
  outcome: ProposalOutcome;
  reason: string;
  reasonCode?: string | undefined;
  signingId?: string;
};
export type WithdrawInput = { proposalId: string; reason: string; reasonCode?: string | undefined };

/** A proposal as its workflow follows it. */
export type ProposalProgress = CaseTimes & {
  version: number;
  number: string;
  state: ProposalState;
  decision: ProposalStanding['decision'];
  lapseAt: string;
};

export type ProposalDeadline = Deadline | { what: 'lapse'; at: string };

export const openedProposal = ({ number, remindAt, escalateAt, lapseAt }: MasterDataChangeInput): ProposalProgress => ({
  ...openedTimes(remindAt, escalateAt),
  version: 0,
  number,
  state: 'open',
  decision: null,
  lapseAt,
});

/** The progress once a step has left the proposal standing so; what was overtaken on its way changes nothing. */
export const followProposal = (progress: ProposalProgress, standing: ProposalStanding): ProposalProgress =>
  standing.version < progress.version
    ? progress
    : { ...progress, version: standing.version, state: standing.state, decision: standing.decision };

/** What comes next by itself, or nothing once it is over. */
export function nextProposalDeadline(progress: ProposalProgress): ProposalDeadline | null {
  if (progress.state !== 'open') return null;
  const next = nextOf(progress);
  return next !== null && next.at <= progress.lapseAt ? next : { what: 'lapse', at: progress.lapseAt };
}

export const metProposalDeadline = (progress: ProposalProgress, deadline: ProposalDeadline): ProposalProgress =>
  deadline.what === 'lapse' ? progress : metBy(progress, deadline);

/** Whether it still waits for somebody; who comes second learns who decided, what and when. */
export const awaitsProposalDecision = ({
  state,
  decision,
}: Pick<ProposalProgress, 'state' | 'decision'>): Result<void> =>
  isOpenProposal({ state, decision: decision && { byName: decision.byName, at: new Date(decision.at) } });

/** With what its process begins anew, from where the table says that the proposal stands. */
export const proposalAnew = (input: MasterDataChangeInput, standing: ProposalStanding): MasterDataChangeInput => ({
  ...input,
  progress: followProposal(openedProposal(input), standing),
});
