import { mayDecideProposal } from '#domain/master-data-proposals.ts';
import type { DecideProposalInput, ProposalAnswer } from '#domain/proposal-progress.ts';
import { allow } from '#domain/result.ts';
import { applyProposal } from './apply-proposal.ts';
import { giveReason } from './check-reason-code.ts';
import type { Command, OperationContext } from './context.ts';
import { proposalSubject } from './open-proposal.ts';
import {
  answerProposal,
  changeProposal,
  endProposalTasks,
  lockProposal,
  proposalMeanings,
  scopesOfProposal,
  shownOfProposal,
} from './proposal-case.ts';
import { recordDuty } from './record-duty.ts';
import { refuseMeeting } from './refuse-meeting.ts';
import { currentCaller } from './review-case.ts';
import { type Answer, runCommand } from './run-command.ts';
import { takeSignature } from './take-signature.ts';
import { writeAudit } from './write-audit.ts';

/**
 * Approves or rejects a proposal of master data: right, second person, signature, decision and what it changes are one
 * transaction. An approval changes every record or none: where one was changed since it was proposed, nothing is.
 */
export function decideProposal(
  context: OperationContext,
  command: Command<DecideProposalInput>,
): Promise<Answer<ProposalAnswer>> {
  const { proposalId, outcome, reason, reasonCode, signingId } = command.input;
  return runCommand(context, 'decide-proposal', command, async (tx) => {
    const now = context.clock.now();
    const locked = await lockProposal(tx, proposalId);
    if (!locked.ok) return locked;
    const { row, proposal } = locked.value;
    const caller = await currentCaller(tx, command.caller, now);
    if (!caller.ok) return caller;
    const may = mayDecideProposal(caller.value, proposal, { reason });
    if (!may.ok) return may;
    const about = { lotIds: [], caseKind: 'master_data_proposal', caseId: proposalId };
    const meets = await refuseMeeting(tx, caller.value, { duty: 'approved', ...about });
    if (!meets.ok) return meets;
    const given = await giveReason(
      tx,
      context,
      { ...command, caller: caller.value },
      {
        ...{ list: 'master_data', reason, reasonCode },
        scopes: scopesOfProposal(row),
      },
    );
    if (!given.ok) return given;
    const actor = given.value;
    const signed = await takeSignature(tx, context, actor, {
      signingId,
      meanings: outcome === 'approve' ? ['approval'] : proposalMeanings,
      subject: { kind: 'master_data_proposal', id: proposalId },
      shown: await shownOfProposal(tx, row),
      statement: { outcome, reason, ...(reasonCode && { reasonCode }) },
      policyIds: row.policyIds,
    });
    if (!signed.ok) return signed;
    await recordDuty(tx, actor, { duty: 'approved', ...about, at: now });
    if (outcome === 'approve') {
      const applied = await applyProposal(tx, context, actor, row, { reason, signatureId: signed.value.signatureId });
      return applied.ok ? allow(answerProposal(applied.value)) : applied;
    }
    const rejected = await changeProposal(tx, proposalId, {
      state: 'rejected',
      decidedBy: caller.value.id,
      decidedByName: caller.value.name,
      decidedAt: now,
      decisionReason: reason,
      signatureId: signed.value.signatureId,
    });
    await endProposalTasks(tx, context, actor, { proposalId, as: 'settled', note: reason });
    await writeAudit(tx, context, actor, [
      {
        ...proposalSubject(proposalId),
        action: 'proposal.rejected',
        reason,
        before: { state: 'open' },
        after: { number: row.number, state: 'rejected' },
      },
    ]);
    return allow(answerProposal(rejected));
  });
}
