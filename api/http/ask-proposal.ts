import { type ProposalInEngine, proposalsInEngine } from '#db/queries/proposals-in-engine.ts';
import { authorize } from '#domain/caller.ts';
import { awaitsProposalDecision, type ProposalAnswer, proposalAnew } from '#domain/proposal-progress.ts';
import { type Result, refuse } from '#domain/result.ts';
import type { Answer } from '#operations/run-command.ts';
import type { ProposalUpdate } from '#workflows/master-data-change.messages.ts';
import { askCase } from './ask-case.ts';
import type { ApiRequest } from './request.ts';
import type { Services } from './services.ts';

/** Carries a person's step to its proposal of master data and answers its outcome. */
export const askProposal = <Input extends { proposalId: string }>(
  services: Services,
  request: ApiRequest,
  { operation, update, input }: { operation: string; update: ProposalUpdate<Input>; input: Input },
): Promise<Answer<ProposalAnswer> | Result<ProposalAnswer>> =>
  askCase<ProposalInEngine, Input, ProposalAnswer>(services, request, {
    operation,
    update,
    input,
    find: async () => (await proposalsInEngine(services.operations.db, [input.proposalId]))[0],
    anew: (found) => proposalAnew(found.input, found.standing),
    unknown: refuse('proposal.unknown', `There is no proposal ${input.proposalId} of master data`),
    mayRead: () => authorize(request.caller, 'master-data.read'),
    stillWaits: ({ standing }) => awaitsProposalDecision(standing),
  });
