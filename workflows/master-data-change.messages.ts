import { defineQuery, defineSignal, defineUpdate } from '@temporalio/workflow';
import { proposalOutcomes } from '#domain/master-data-proposals.ts';
import type { CaseRequest } from '#domain/processes.ts';
import type {
  DecideProposalInput,
  ProposalAnswer,
  ProposalProgress,
  ProposalStanding,
  WithdrawInput,
} from '#domain/proposal-progress.ts';
import { allow, type Result, refuse } from '#domain/result.ts';

export type ProposalUpdate<Input> = ReturnType<typeof defineUpdate<ProposalAnswer, [CaseRequest<Input>]>>;

/** Its people speak by updates: each is durable before it acts, and its answer is final. */
export const decideProposalUpdate = defineUpdate<ProposalAnswer, [CaseRequest<DecideProposalInput>]>('decide');
export const withdrawProposalUpdate = defineUpdate<ProposalAnswer, [CaseRequest<WithdrawInput>]>('withdraw');

/** Tells a run what the table says, where the two have parted. An older standing than the run's own changes nothing. */
export const proposalStandingSignal = defineSignal<[ProposalStanding]>('standing');

/** Where it stands, for operators; lists are read from the table. */
export const proposalQuery = defineQuery<ProposalProgress>('proposal');

/** Whether a request can be carried to its operation at all. What it may do is the operation's to say. */
export function wellFormed(
  { commandId, caller, input }: CaseRequest<{ proposalId: string; outcome?: unknown }>,
  proposalId: string,
): Result<void> {
  const sound =
    [commandId, caller?.kind, caller?.id].every((part) => typeof part === 'string' && part !== '') &&
    input?.proposalId === proposalId &&
    (input.outcome === undefined || proposalOutcomes.some((known) => known === input.outcome));
  return sound ? allow(undefined) : refuse('request.malformed', `This is no request about proposal ${proposalId}`);
}
