import type { ProposalStanding } from '#domain/proposal-progress.ts';
import { allow } from '#domain/result.ts';
import type { Command, OperationContext } from './context.ts';
import { proposalSubject } from './open-proposal.ts';
import { answerProposal, changeProposal, lockProposal, stampProposalTasks } from './proposal-case.ts';
import { type Answer, runCommand } from './run-command.ts';
import { tellOfCase } from './tell-of-case.ts';
import { writeAudit } from './write-audit.ts';
import { writeTasks } from './write-task.ts';

type Dated = { proposalId: string };

/** Marks the open tasks of a proposal as reminded of. Answers where it stands. */
export function remindApprovers(context: OperationContext, command: Command<Dated>): Promise<Answer<ProposalStanding>> {
  const { proposalId } = command.input;
  return runCommand(context, 'remind-approvers', command, async (tx) => {
    const locked = await lockProposal(tx, proposalId);
    if (!locked.ok) return locked;
    const { row } = locked.value;
    if (row.state !== 'open') return allow(answerProposal(row));
    const remindedAt = context.clock.now();
    await stampProposalTasks(tx, proposalId, { remindedAt });
    await tellOfCase(tx, context, command, {
      subjectKind: 'master_data_proposal',
      subjectId: proposalId,
      what: 'remind',
      at: row.dueAt.toISOString(),
    });
    await writeAudit(tx, context, command, [
      { ...proposalSubject(proposalId), action: 'proposal.reminded', after: { number: row.number } },
    ]);
    return allow(answerProposal(await changeProposal(tx, proposalId, { remindedAt })));
  });
}

/** Takes an overdue proposal to quality management as well; the task of the team stays. Answers where it stands. */
export function escalateProposal(
  context: OperationContext,
  command: Command<Dated>,
): Promise<Answer<ProposalStanding>> {
  const { proposalId } = command.input;
  return runCommand(context, 'escalate-proposal', command, async (tx) => {
    const locked = await lockProposal(tx, proposalId);
    if (!locked.ok) return locked;
    const { row } = locked.value;
    if (row.state !== 'open') return allow(answerProposal(row));
    const escalatedAt = context.clock.now();
    await stampProposalTasks(tx, proposalId, { escalatedAt });
    await tellOfCase(tx, context, command, {
      subjectKind: 'master_data_proposal',
      subjectId: proposalId,
      what: 'escalate',
      at: row.dueAt.toISOString(),
    });
    await writeTasks(tx, context, [
      {
        kind: 'decide_escalated_proposal',
        team: 'quality_management',
        title: `Overdue: decide about ${row.number}: ${row.title}`.slice(0, 300),
        detail: `It was due at ${row.dueAt.toISOString()} and nobody has decided`,
        subjectKind: 'master_data_proposal',
        subjectId: proposalId,
        workflowId: row.workflowId,
        dueAt: row.dueAt,
      },
    ]);
    await writeAudit(tx, context, command, [
      {
        ...proposalSubject(proposalId),
        action: 'proposal.escalated',
        after: { number: row.number, dueAt: row.dueAt.toISOString() },
      },
    ]);
    return allow(answerProposal(await changeProposal(tx, proposalId, { escalatedAt })));
  });
}
