import { proposalsInEngine } from '#db/queries/proposals-in-engine.ts';
import type { CaseRequest } from '#domain/processes.ts';
import type { DecideProposalInput, WithdrawInput } from '#domain/proposal-progress.ts';
import { allow } from '#domain/result.ts';
import { lapseProposal, withdrawProposal } from '#operations/cancel-proposal.ts';
import type { OperationContext } from '#operations/context.ts';
import { decideProposal } from '#operations/decide-proposal.ts';
import { findDuplicates } from '#operations/find-duplicates.ts';
import { unknownProposal } from '#operations/proposal-case.ts';
import { raiseProposalException } from '#operations/raise-proposal-exception.ts';
import { escalateProposal, remindApprovers } from '#operations/remind-approvers.ts';
import { asked, byRule } from './commands.ts';

type About = { proposalId: string };

/** The steps of changes of master data: each is one operation under a command id made of business ids. */
export const masterDataChangeActivities = (context: OperationContext) => ({
  decideProposal: (request: CaseRequest<DecideProposalInput>) => decideProposal(context, asked(request)),
  withdrawProposal: (request: CaseRequest<WithdrawInput>) => withdrawProposal(context, asked(request)),
  remindApprovers: (input: About) => remindApprovers(context, byRule(`proposal:${input.proposalId}:remind`, input)),
  escalateProposal: (input: About) => escalateProposal(context, byRule(`proposal:${input.proposalId}:escalate`, input)),
  lapseProposal: (input: About) => lapseProposal(context, byRule(`proposal:${input.proposalId}:lapse`, input)),
  /** `about` tells one problem from another: the sending that failed, the request to cancel. */
  raiseProposalException: ({ proposalId, about, message }: About & { about: string; message: string }) =>
    raiseProposalException(context, byRule(`proposal:${proposalId}:exception:${about}`, { proposalId, message })),
  /** Asked by runs that began before exceptions were raised here. */
  readProposalStanding: async ({ proposalId }: About) => {
    const [found] = await proposalsInEngine(context.db, [proposalId]);
    return found ? allow(found.standing) : unknownProposal(proposalId);
  },
  /** Looks at some of the records that were approved, and answers where to go on; null at the end. */
  findDuplicates: (input: About & { after: number }) => findDuplicates(context, input),
});

export type MasterDataChangeActivities = ReturnType<typeof masterDataChangeActivities>;
