import { CancellationScope, continueAsNew, patched, setHandler } from '@temporalio/workflow';
import type { CaseRequest, MasterDataChangeInput } from '#domain/processes.ts';
import * as progress from '#domain/proposal-progress.ts';
import type { Result } from '#domain/result.ts';
import { caseFrame } from './case-frame.ts';
import * as messages from './master-data-change.messages.ts';
import { afterwards, rules, steps } from './proposal-activities.ts';
import { showState } from './show-state.ts';

const stopped = 'The engine was asked to cancel this proposal. It stays open: decide about it, or withdraw it';
const stepAt = { remind: 'remindApprovers', escalate: 'escalateProposal', lapse: 'lapseProposal' } as const;

/** Keeps a proposed change of master data in people's minds until somebody has decided about it, or its time is over. */
export async function masterDataChange(input: MasterDataChangeInput): Promise<progress.ProposalProgress> {
  const { proposalId } = input;
  let proposal = input.progress ?? progress.openedProposal(input);
  // Runs from before there was a frame raise no exceptions.
  const framed = patched('kept-by-the-frame');

  const frame = caseFrame<progress.ProposalStanding, progress.ProposalDeadline>({
    stopped,
    isOver: () => proposal.state !== 'open',
    nextDeadline: () => progress.nextProposalDeadline(proposal),
    meet: (deadline) => {
      proposal = progress.metProposalDeadline(proposal, deadline);
      return rules[stepAt[deadline.what]]({ proposalId });
    },
    raise: (about, message) =>
      framed
        ? rules.raiseProposalException({ proposalId, about, message })
        : rules.readProposalStanding({ proposalId }),
    follow: (standing) => {
      proposal = progress.followProposal(proposal, standing);
      show();
    },
    goOnAnew: () => continueAsNew<typeof masterDataChange>({ ...input, progress: proposal }),
    wakes: (because) => framed || because === 'told',
  });

  const whileOpen = (request: CaseRequest<{ proposalId: string }>): Result<void> => {
    const sound = messages.wellFormed(request, proposalId);
    return sound.ok ? progress.awaitsProposalDecision(proposal) : sound;
  };

  setHandler(messages.proposalQuery, () => proposal);
  setHandler(messages.proposalStandingSignal, frame.tell);
  frame.accept(messages.decideProposalUpdate, steps.decideProposal, whileOpen);
  frame.accept(messages.withdrawProposalUpdate, steps.withdrawProposal, whileOpen);
  show();

  await frame.untilOver();
  if (proposal.state === 'approved') await CancellationScope.nonCancellable(lookForDuplicates);
  return proposal;

  async function lookForDuplicates(): Promise<void> {
    for (let after: number | null = 0; after !== null; ) after = await afterwards.findDuplicates({ proposalId, after });
  }

  function show(): void {
    const { state, number, dueAt } = proposal;
    showState(state, `**${number}** is **${state}**, due at ${dueAt}.`);
  }
}
