import { authorize, type Caller, type Scope } from './caller.ts';
import type { DestructionPaperKind, DestructionState } from './destruction.ts';
import { hasReason, mayForOwners } from './quarantine-review.ts';
import { allow, type Result, refuse } from './result.ts';
import { personsOf } from './segregation.ts';

/**
 * awaiting_approval: decided, and not approved by all who have to; approved: goods may be destroyed; destroyed: all are gone,
 * papers are missing; withdrawn: the decision was taken back before anything was destroyed.
 */
export const disposalStates = ['awaiting_approval', 'approved', 'destroyed', 'closed', 'withdrawn'] as const;
export type DisposalState = (typeof disposalStates)[number];

/** What decided that goods are disposed of. */
export const disposalOrigins = ['quarantine_review', 'return_disposition', 'recall'] as const;
export type DisposalOrigin = (typeof disposalOrigins)[number];

/** One run as the rules need it. */
export type Destruction = { state: DestructionState };

/**
 * A disposal as its rules need it. `ownerIds` are the entities whose stock it reaches now; `approvedBy` names, for each approval,
 * who gave it and on whose behalf. Which duties may not meet otherwise is the table's to say (`domain/segregation.ts`).
 */
export type Disposal = {
  number: string;
  state: DisposalState;
  scope: Scope;
  ownerIds: readonly string[];
  approvalsNeeded: number;
  approvedBy: readonly (readonly string[])[];
  destructions: readonly Destruction[];
};

export const isDisposalOver = (state: DisposalState): boolean => state === 'closed' || state === 'withdrawn';

/** May this caller approve that the goods are destroyed? Nobody does twice. Answers whether that was the last one needed. */
export function mayApproveDisposal(caller: Caller, disposal: Disposal): Result<{ complete: boolean }> {
  const entitled = mayForOwners(caller, 'disposal.approve', disposal);
  if (!entitled.ok) return entitled;
  const open = awaitsApproval(disposal);
  if (!open.ok) return open;
  const person = asPerson(caller, 'approves a disposal');
  if (!person.ok) return person;
  const persons = personsOf(caller);
  if (disposal.approvedBy.flat().some((id) => persons.includes(id)))
    return refuse(
      'disposal.approved-twice',
      'You, or who you act for, have approved this already, in person or by a stand-in; it takes another person',
    );
  return allow({ complete: disposal.approvedBy.length + 1 >= disposal.approvalsNeeded });
}

/** May this caller record that goods were destroyed? */
export function mayDestroy(caller: Caller, disposal: Disposal): Result<void> {
  const entitled = authorize(caller, 'disposal.destroy', disposal.scope);
  if (!entitled.ok) return entitled;
  const ready = mayBeDestroyed(disposal);
  if (!ready.ok) return ready;
  return asPerson(caller, 'destroys goods');
}

/** May this caller say, as its witness, that a run happened as recorded? */
export function mayWitness(caller: Caller, disposal: Disposal, destruction: Destruction): Result<void> {
  const entitled = authorize(caller, 'disposal.witness', disposal.scope);
  if (!entitled.ok) return entitled;
  if (destruction.state !== 'awaiting_witness')
    return refuse('disposal.not-awaiting-witness', `This destruction is ${words(destruction.state)}`);
  return asPerson(caller, 'witnesses a destruction');
}

/** May this caller settle that more or less was there than booked? */
export function maySettleDifference(caller: Caller, disposal: Disposal, { reason }: { reason: string }): Result<void> {
  const entitled = mayForOwners(caller, 'disposal.settle', disposal);
  if (!entitled.ok) return entitled;
  const ready = mayBeDestroyed(disposal);
  if (!ready.ok) return ready;
  const person = asPerson(caller, 'settles the difference');
  return person.ok ? hasReason(reason) : person;
}

/** May this caller add a paper? As long as the disposal is open. */
export function mayAddPaper(caller: Caller, disposal: Disposal): Result<void> {
  const entitled = authorize(caller, 'disposal.destroy', disposal.scope);
  return entitled.ok ? isDisposalOpen(disposal) : entitled;
}

/** How a run that could not be booked is settled: booked now that its obstacle is gone, or taken back. */
export const disposalSettlements = ['retry', 'strike'] as const;
export type DisposalSettlement = (typeof disposalSettlements)[number];

/** May this caller settle what keeps a disposal from going on? A person takes a run back. */
export function maySettleDisposal(
  caller: Caller,
  disposal: Disposal,
  { settlement, reason }: { settlement: DisposalSettlement; reason: string },
): Result<void> {
  const entitled = mayForOwners(caller, 'disposal.settle', disposal);
  if (!entitled.ok) return entitled;
  const open = isDisposalOpen(disposal);
  if (!open.ok) return open;
  if (settlement === 'retry') return hasReason(reason);
  const person = asPerson(caller, 'takes the run back');
  return person.ok ? hasReason(reason) : person;
}

export const isDisposalOpen = ({ number, state }: Pick<Disposal, 'number' | 'state'>): Result<void> =>
  isDisposalOver(state) ? refuse('disposal.over', `${number} is ${state}: nothing is left to do`) : allow(undefined);

export function awaitsApproval(disposal: Pick<Disposal, 'number' | 'state'>): Result<void> {
  const open = isDisposalOpen(disposal);
  if (!open.ok || disposal.state === 'awaiting_approval') return open;
  return refuse('disposal.already-approved', `${disposal.number} is approved already`);
}

/** Goods may be destroyed once all approvals are in, and as long as some are left. */
export function mayBeDestroyed(disposal: Pick<Disposal, 'number' | 'state'>): Result<void> {
  const open = isDisposalOpen(disposal);
  if (!open.ok || disposal.state === 'approved') return open;
  return disposal.state === 'awaiting_approval'
    ? refuse('disposal.not-approved', `${disposal.number} waits for approval: nothing may be destroyed yet`)
    : refuse('disposal.nothing-left', `All goods of ${disposal.number} are destroyed; papers are missing`);
}

/** A run that says that goods are gone, whether or not it is booked yet. */
export const counts = ({ state }: Pick<Destruction, 'state'>): boolean => state !== 'refused' && state !== 'struck';

/** The papers asked for and not there: of each kind one about all that was destroyed, or one for each run that is booked. */
export const missingPapers = (
  required: readonly DestructionPaperKind[],
  given: readonly { kind: DestructionPaperKind; destructionId: string | null }[],
  bookedRunIds: readonly string[],
): DestructionPaperKind[] =>
  required.filter((kind) => {
    const about = given.flatMap((paper) => (paper.kind === kind ? [paper.destructionId] : []));
    if (about.includes(null)) return false;
    return bookedRunIds.length === 0 || bookedRunIds.some((id) => !about.includes(id));
  });

/** A key proves a system, and whoever holds it may hold several: it stands for nobody. */
export const asPerson = (caller: Caller, does: string): Result<void> =>
  caller.kind === 'person'
    ? allow(undefined)
    : refuse('disposal.second-person-required', `A person ${does}, not a system with a key`);

const words = (state: string): string => state.replaceAll('_', ' ');
