import {
  allHandlersFinished,
  CancellationScope,
  condition,
  continueAsNew,
  setCurrentDetails,
  setHandler,
  upsertSearchAttributes,
  workflowInfo,
} from '@temporalio/workflow';
import type { CaseRequest, MasterDataChangeInput } from '#domain/processes.ts';
import * as progress from '#domain/proposal-progress.ts';
import { type Result, refuse } from '#domain/result.ts';
import * as messages from './master-data-change.messages.ts';
import { orFail } from './or-fail.ts';
import { afterwards, rules, steps } from './proposal-activities.ts';
import { waitFor } from './wait-for.ts';

const gaveUp = 'A step could not be carried out although it was tried several times; it may be asked for again';

/** Keeps a proposed change of master data in people's minds until somebody has decided about it, or its time is over. */
export async function masterDataChange(input: MasterDataChangeInput): Promise<progress.ProposalProgress> {
  const { proposalId } = input;
  let proposal = input.progress ?? progress.openedProposal(input);
  let heard = 0;

  setHandler(messages.proposalQuery, () => proposal);
  setHandler(messages.proposalStandingSignal, learn);
  accept(messages.decideProposalUpdate, steps.decideProposal);
  accept(messages.withdrawProposalUpdate, steps.withdrawProposal);

  show();
  // Nothing frees people from deciding: a request to cancel the workflow would only leave a proposal nobody minds.
  return await CancellationScope.nonCancellable(async () => {
    while (proposal.state === 'open') {
      const before = heard;
      const deadline = progress.nextProposalDeadline(proposal);
      const woken = await waitFor(() => heard !== before, deadline?.at ?? null, deadline?.what ?? '');
      if (!woken && deadline) await meet(deadline);
      if (workflowInfo().continueAsNewSuggested) await goOnAnew();
    }
    await condition(allHandlersFinished);
    if (proposal.state === 'approved') await lookForDuplicates();
    return proposal;
  });

  function accept<Input extends { proposalId: string }>(
    update: messages.ProposalUpdate<Input>,
    step: (request: CaseRequest<Input>) => Promise<Result<progress.ProposalAnswer>>,
  ): void {
    const validator = (request: CaseRequest<Input>) => {
      orFail(messages.wellFormed(request, proposalId), attemptOf(request));
      orFail(progress.awaitsProposalDecision(proposal), attemptOf(request));
    };
    setHandler(update, (request) => CancellationScope.nonCancellable(() => carryOut(step, request)), { validator });
  }

  async function carryOut<Input>(
    step: (request: CaseRequest<Input>) => Promise<Result<progress.ProposalAnswer>>,
    request: CaseRequest<Input>,
  ): Promise<progress.ProposalAnswer> {
    const answer = await step(request).catch(async () => {
      // What failed on its way back may have been done after all: the table knows.
      learn(orFail(await rules.readProposalStanding({ proposalId })));
      return refuse('engine.unavailable', gaveUp);
    });
    if (answer.ok) learn(answer.value);
    return orFail(answer, attemptOf(request));
  }

  async function meet(deadline: progress.ProposalDeadline): Promise<void> {
    proposal = progress.metProposalDeadline(proposal, deadline);
    const done = { remind: rules.remindApprovers, escalate: rules.escalateProposal, lapse: rules.lapseProposal };
    learn(orFail(await done[deadline.what]({ proposalId })));
  }

  async function lookForDuplicates(): Promise<void> {
    for (let after: number | null = 0; after !== null; ) after = await afterwards.findDuplicates({ proposalId, after });
  }

  async function goOnAnew(): Promise<void> {
    await condition(allHandlersFinished);
    if (proposal.state === 'open') await continueAsNew<typeof masterDataChange>({ ...input, progress: proposal });
  }

  function learn(standing: progress.ProposalStanding): void {
    proposal = progress.followProposal(proposal, standing);
    heard += 1;
    show();
  }

  function show(): void {
    const state = { name: 'HoldfastState', type: 'KEYWORD' } as const;
    const { state: value, number, dueAt } = proposal;
    if (workflowInfo().typedSearchAttributes.get(state) !== value) upsertSearchAttributes([{ key: state, value }]);
    setCurrentDetails(`**${number}** is **${value}**, due at ${dueAt}.`);
  }
}

const attemptOf = ({ attempt, requestId }: CaseRequest<unknown>): string | undefined => attempt ?? requestId;
