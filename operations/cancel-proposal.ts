import type { Tx } from '#db/connect.ts';
import { mayWithdraw } from '#domain/master-data-proposals.ts';
import type { ProposalAnswer, ProposalStanding, WithdrawInput } from '#domain/proposal-progress.ts';
import { allow } from '#domain/result.ts';
import { giveReason } from './check-reason-code.ts';
import type { Actor, Command, OperationContext } from './context.ts';
import { proposalSubject } from './open-proposal.ts';
import {
  answerProposal,
  changeProposal,
  endProposalTasks,
  lockProposal,
  type ProposalRow,
  scopesOfProposal,
} from './proposal-case.ts';
import { currentCaller } from './review-case.ts';
import { type Answer, runCommand } from './run-command.ts';
import { writeAudit } from './write-audit.ts';

/** Takes a proposal back: by who made it or answers for it. Nothing changes. */
export function withdrawProposal(
  context: OperationContext,
  command: Command<WithdrawInput>,
): Promise<Answer<ProposalAnswer>> {
  const { proposalId, reason, reasonCode } = command.input;
  return runCommand(context, 'withdraw-proposal', command, async (tx) => {
    const locked = await lockProposal(tx, proposalId);
    if (!locked.ok) return locked;
    const caller = await currentCaller(tx, command.caller, context.clock.now());
    if (!caller.ok) return caller;
    const may = mayWithdraw(caller.value, locked.value.proposal, { reason });
    if (!may.ok) return may;
    const { row } = locked.value;
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
    const ended = await end(tx, context, given.value, row, 'withdrawn', reason);
    return allow(answerProposal(ended));
  });
}

/** Lets a proposal lapse that nobody decided about in the time policy gives. Answers where it stands, whatever that is. */
export function lapseProposal(
  context: OperationContext,
  command: Command<{ proposalId: string }>,
): Promise<Answer<ProposalStanding>> {
  const { proposalId } = command.input;
  return runCommand(context, 'lapse-proposal', command, async (tx) => {
    const locked = await lockProposal(tx, proposalId);
    if (!locked.ok) return locked;
    const { row } = locked.value;
    if (row.state !== 'open') return allow(answerProposal(row));
    const reason = 'Nobody decided about it in the time there is for that';
    return allow(answerProposal(await end(tx, context, command, row, 'lapsed', reason)));
  });
}

const actions = {
  withdrawn: { action: 'proposal.withdrawn' },
  lapsed: { action: 'proposal.lapsed' },
} as const;

async function end(
  tx: Tx,
  context: OperationContext,
  actor: Actor,
  { id, number }: ProposalRow,
  state: 'withdrawn' | 'lapsed',
  reason: string,
): Promise<ProposalRow> {
  const { caller } = actor;
  const ended = await changeProposal(tx, id, {
    state,
    decidedBy: caller.id,
    decidedByName: caller.name,
    decidedAt: context.clock.now(),
    decisionReason: reason,
  });
  await endProposalTasks(tx, context, actor, { proposalId: id, as: 'cancelled', note: reason });
  await writeAudit(tx, context, actor, [
    { ...proposalSubject(id), ...actions[state], reason, before: { state: 'open' }, after: { number, state } },
  ]);
  return ended;
}
