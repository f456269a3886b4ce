import { standingOfProposal } from '#db/queries/proposals-in-engine.ts';
import type { ProposalStanding } from '#domain/proposal-progress.ts';
import { allow } from '#domain/result.ts';
import type { Command, OperationContext } from './context.ts';
import { proposalSubject } from './open-proposal.ts';
import { lockProposal, openProposalTaskKinds } from './proposal-case.ts';
import { type Answer, runCommand } from './run-command.ts';
import { writeAudit } from './write-audit.ts';
import { writeTasks } from './write-task.ts';

/**
 * Lets quality management know that the process of a proposal of master data met a fault, unless a task says so already. The
 * task ends with the proposal. Answers where it stands: what failed on its way back may have been done after all.
 */
export function raiseProposalException(
  context: OperationContext,
  command: Command<{ proposalId: string; message: string }>,
): Promise<Answer<ProposalStanding>> {
  const { proposalId, message } = command.input;
  return runCommand(context, 'raise-proposal-exception', command, async (tx) => {
    const locked = await lockProposal(tx, proposalId);
    if (!locked.ok) return locked;
    const { row } = locked.value;
    if (row.state !== 'open') return allow(standingOfProposal(row));
    if (!(await openProposalTaskKinds(tx, proposalId)).includes('settle_exception'))
      await writeTasks(tx, context, [
        {
          kind: 'settle_exception',
          team: 'quality_management',
          title: `Settle ${row.number}: ${row.title}: it cannot go on`.slice(0, 300),
          detail: message,
          ...proposalSubject(proposalId),
          workflowId: row.workflowId,
          dueAt: row.dueAt,
        },
      ]);
    await writeAudit(tx, context, command, [
      {
        ...proposalSubject(proposalId),
        action: 'proposal.exception_raised',
        reason: message,
        after: { number: row.number },
      },
    ]);
    return allow(standingOfProposal(row));
  });
}
