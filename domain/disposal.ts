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
export const disposalOrigins = ['quarantine_review'] as const;
export type DisposalOrigin = (typeof disposalOrigins)[number];

/** One run as the rules need it. */
export type Destruction = { state: DestructionState; recordedBy: string; witnessedBy: string | null };

/** A disposal as its rules need it. `ownerIds` are the entities whose stock it reaches now; people are named by their ids. */
export type Disposal = {
  number: string;
  state: DisposalState;
  scope: Scope;
  ownerIds: readonly string[];
  decidedBy: string;
  approvalsNeeded: number;
  approvedBy: readonly string[];
  destructions: readonly Destruction[];
};

export const isDisposalOver = (state: DisposalState): boolean => state === 'closed' || state === 'withdrawn';

/** May this caller approve that the goods are destroyed? Neither who decided it nor twice. Answers whether that was the last one needed. */
export function mayApproveDisposal(caller: Caller, disposal: Disposal): Result<{ complete: boolean }> {
  const entitled = mayForOwners(caller, 'disposal.approve', disposal);
  if (!entitled.ok) return entitled;
  const open = awaitsApproval(disposal);
  if (!open.ok) return open;
  const person = asPerson(caller, 'approves a disposal');
  if (!person.ok) return person;
  const persons = personsOf(caller);
  if (persons.includes(disposal.decidedBy)) return somebodyElse('You decided it, so somebody else approves it');
  if (disposal.approvedBy.some((id) => persons.includes(id)))
    return refuse('disposal.approved-twice', 'You have approved this already; it takes another person');
  return allow({ complete: disposal.approvedBy.length + 1 >= disposal.approvalsNeeded });
}

/** May this caller record that goods were destroyed? Whoever decided or approved it lets somebody else do it. */
export function mayDestroy(caller: Caller, disposal: Disposal): Result<void> {
  const entitled = authorize(caller, 'disposal.destroy', disposal.scope);
  if (!entitled.ok) return entitled;
  const ready = mayBeDestroyed(disposal);
  if (!ready.ok) return ready;
  const person = asPerson(caller, 'destroys goods');
  if (!person.ok) return person;
  return hasDecided(caller, disposal)
    ? somebodyElse('You decided about this disposal, so somebody else destroys the goods')
    : allow(undefined);
}

/** May this caller say, as its witness, that a run happened as recorded? Neither who decided or approved nor who destroyed. */
export function mayWitness(caller: Caller, disposal: Disposal, destruction: Destruction): Result<void> {
  const entitled = authorize(caller, 'disposal.witness', disposal.scope);
  if (!entitled.ok) return entitled;
  if (destruction.state !== 'awaiting_witness')
    return refuse('disposal.not-awaiting-witness', `This destruction is ${words(destruction.state)}`);
  const person = asPerson(caller, 'witnesses a destruction');
  if (!person.ok) return person;
  if (hasDecided(caller, disposal))
    return somebodyElse('You decided about this disposal, so somebody else witnesses it');
  return disposal.destructions.some(({ recordedBy }) => personsOf(caller).includes(recordedBy))
    ? somebodyElse('You destroyed goods of this disposal, so somebody else witnesses it')
    : allow(undefined);
}

/** May this caller settle that more or less was there than booked? Nobody who destroyed or witnessed: they would explain themselves. */
export function maySettleDifference(caller: Caller, disposal: Disposal, { reason }: { reason: string }): Result<void> {
  const entitled = mayForOwners(caller, 'disposal.settle', disposal);
  if (!entitled.ok) return entitled;
  const ready = mayBeDestroyed(disposal);
  if (!ready.ok) return ready;
  const apart = standsApart(caller, disposal, 'settles the difference');
  return apart.ok ? hasReason(reason) : apart;
}

/** May this caller take the decision back, so that the goods are decided about again? Only while nothing was destroyed. */
export function mayWithdrawDisposal(caller: Caller, disposal: Disposal, { reason }: { reason: string }): Result<void> {
  const entitled = mayForOwners(caller, 'disposal.approve', disposal);
  if (!entitled.ok) return entitled;
  const open = isDisposalOpen(disposal);
  if (!open.ok) return open;
  const person = asPerson(caller, 'withdraws a disposal');
  if (!person.ok) return person;
  return disposal.destructions.some(counts)
    ? refuse('disposal.already-destroyed', 'Goods of this disposal have been destroyed: the rest is destroyed as well')
    : hasReason(reason);
}

/** May this caller add a paper? As long as the disposal is open. */
export function mayAddPaper(caller: Caller, disposal: Disposal): Result<void> {
  const entitled = authorize(caller, 'disposal.destroy', disposal.scope);
  return entitled.ok ? isDisposalOpen(disposal) : entitled;
}

/** How a run that could not be booked is settled: booked now that its obstacle is gone, or taken back. */
export const disposalSettlements = ['retry', 'strike'] as const;
export type DisposalSettlement = (typeof disposalSettlements)[number];

/** May this caller settle what keeps a disposal from going on? A run is struck by nobody who recorded or witnessed one. */
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
  const apart = standsApart(caller, disposal, 'takes the run back');
  return apart.ok ? hasReason(reason) : apart;
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

/** The papers asked for and not there. */
export const missingPapers = (
  required: readonly DestructionPaperKind[],
  given: readonly DestructionPaperKind[],
): readonly DestructionPaperKind[] => required.filter((kind) => !given.includes(kind));

const hasDecided = (caller: Caller, { decidedBy, approvedBy }: Disposal): boolean =>
  [decidedBy, ...approvedBy].some((id) => personsOf(caller).includes(id));

function standsApart(caller: Caller, { destructions }: Disposal, does: string): Result<void> {
  const person = asPerson(caller, does);
  if (!person.ok) return person;
  return destructions.some(({ recordedBy, witnessedBy }) =>
    personsOf(caller).some((id) => id === recordedBy || id === witnessedBy),
  )
    ? somebodyElse(`You destroyed or witnessed goods of this disposal, so somebody else ${does}`)
    : allow(undefined);
}

/** A key proves a system, and whoever holds it may hold several: it stands for nobody. */
const asPerson = (caller: Caller, does: string): Result<void> =>
  caller.kind === 'person' ? allow(undefined) : somebodyElse(`A person ${does}, not a system with a key`);

const somebodyElse = (message: string): Result<never> => refuse('disposal.second-person-required', message);
const words = (state: string): string => state.replaceAll('_', ' ');
