import { authorize, type Caller } from './caller.ts';
import { asPerson, hasReason } from './quarantine-review.ts';
import type { ProposalState } from './record-kinds.ts';
import { allow, type Result, refuse } from './result.ts';
import type { Right } from './rights.ts';
import type { RuleCode } from './rule-codes.ts';

/** What a person decides about a proposal. */
export const proposalOutcomes = ['approve', 'reject'] as const;
export type ProposalOutcome = (typeof proposalOutcomes)[number];

/** A proposal as its rules need it. */
export type Proposal = {
  state: ProposalState;
  proposedBy: string;
  ownerId: string;
  /** Of its items; none where it is about something without a category. */
  categories: readonly string[];
  decision: { byName: string; at: Date } | null;
};

export const proposalActions = ['decide', 'withdraw', 'comment'] as const;
export type ProposalAction = (typeof proposalActions)[number];
export type OfferedProposalAction = {
  action: ProposalAction;
  allowed: boolean;
  code: RuleCode | null;
  reason: string | null;
};

/** The right, where the proposal reaches: everywhere, and for every category in it. */
export const mayEverywhere = (caller: Caller, right: Right, categories: readonly string[]): Result<void> =>
  (categories.length === 0 ? [null] : categories)
    .map((category) => authorize(caller, right, { siteId: null, entityId: null, category }))
    .find((may) => !may.ok) ?? allow(undefined);

/** May this caller approve or reject? A person with the right who neither proposed it nor answers for it. */
export function mayDecideProposal(caller: Caller, proposal: Proposal, { reason }: { reason: string }): Result<void> {
  const entitled = mayEverywhere(caller, 'master-data.approve', proposal.categories);
  if (!entitled.ok) return entitled;
  const open = isOpenProposal(proposal);
  if (!open.ok) return open;
  const said = hasReason(reason);
  if (!said.ok) return said;
  const person = asPerson(caller, 'decides about a proposal');
  if (!person.ok) return refuse('proposal.second-person-required', person.violation.message);
  if (caller.id === proposal.proposedBy)
    return refuse('proposal.second-person-required', 'You proposed this, so somebody else decides about it');
  return caller.id === proposal.ownerId
    ? refuse('proposal.second-person-required', 'You answer for this proposal, so somebody else decides about it')
    : allow(undefined);
}

/** May this caller take it back? Who proposed it or answers for it. */
export function mayWithdraw(caller: Caller, proposal: Proposal, { reason }: { reason: string }): Result<void> {
  const open = isOpenProposal(proposal);
  if (!open.ok) return open;
  if (caller.id !== proposal.proposedBy && caller.id !== proposal.ownerId)
    return refuse('proposal.not-yours', 'Only who proposed it or answers for it takes it back; others may reject it');
  return hasReason(reason);
}

/** May this caller say something about it, or attach a document? Whoever may propose or approve for one of its categories, while it is open. */
export function mayComment(caller: Caller, proposal: Proposal): Result<void> {
  const open = isOpenProposal(proposal);
  if (!open.ok) return open;
  const scopes = proposal.categories.length === 0 ? [{}] : proposal.categories.map((category) => ({ category }));
  const answers = scopes.flatMap((scope) => [
    authorize(caller, 'master-data.propose', scope),
    authorize(caller, 'master-data.approve', scope),
  ]);
  return answers.find((may) => may.ok) ?? answers[0] ?? authorize(caller, 'master-data.propose');
}

export function isOpenProposal({ state, decision }: Pick<Proposal, 'state' | 'decision'>): Result<void> {
  if (state === 'open') return allow(undefined);
  return decision && state !== 'withdrawn'
    ? refuse('proposal.already-decided', `${decision.byName} ${state} it at ${decision.at.toISOString()}`)
    : refuse('proposal.not-open', `This proposal is ${state}`);
}

// What a person will give as a reason is not known yet.
const someReason = 'A reason given later';

/** Every action there is, for this caller and this proposal as it stands. */
export function offeredProposalActions(caller: Caller, proposal: Proposal): OfferedProposalAction[] {
  const answers: Record<ProposalAction, Result<void>> = {
    decide: mayDecideProposal(caller, proposal, { reason: someReason }),
    withdraw: mayWithdraw(caller, proposal, { reason: someReason }),
    comment: mayComment(caller, proposal),
  };
  return proposalActions.map((action) => {
    const may = answers[action];
    return {
      action,
      allowed: may.ok,
      code: may.ok ? null : may.violation.code,
      reason: may.ok ? null : may.violation.message,
    };
  });
}
