import type { Caller } from './caller.ts';
import { asPerson, hasReason, mayForOwners, type Review } from './quarantine-review.ts';
import { allow, type Result, refuse } from './result.ts';
import { personsOf } from './segregation.ts';

/** How what went wrong is settled: tried again, done by hand and written down, or the decision taken back. */
export const exceptionSettlements = ['retry', 'settle_by_hand', 'reopen'] as const;
export type ExceptionSettlement = (typeof exceptionSettlements)[number];

/**
 * May this caller, a person, confirm that a decided disposal or return to the supplier was carried out? Each once; never the
 * decider alone. Answers whether that was the last confirmation needed. `confirmedBy` holds those before, each with the colleague they
 * stood in for: whoever acts on behalf of somebody counts as both.
 */
export function mayConfirm(
  caller: Caller,
  review: Review,
  { confirmedBy, disposalApprovals }: { confirmedBy: readonly (readonly string[])[]; disposalApprovals: number },
): Result<{ complete: boolean }> {
  const entitled = mayForOwners(caller, 'outcome.confirm', review);
  if (!entitled.ok) return entitled;
  const decided = isDecided(review);
  if (!decided.ok) return decided;
  const byDisposal = isLeftToDisposal(review);
  if (!byDisposal.ok) return byDisposal;
  const { outcome, byName } = decided.value;
  if (outcome === 'lift')
    return refuse('review.outcome-not-confirmable', 'A lifted hold leaves nothing to be carried out');
  const person = asPerson(caller, 'confirms what was carried out');
  if (!person.ok) return person;
  const persons = personsOf(caller);
  if (confirmedBy.flat().some((id) => persons.includes(id)))
    return refuse('review.confirmed-twice', 'You have confirmed this already; it takes another person');
  const needed = outcome === 'dispose' ? disposalApprovals : 1;
  const confirmers = [...confirmedBy, persons];
  const deciders = decidersOf(decided.value);
  if (confirmers.length >= needed && confirmers.every((ids) => ids.some((id) => deciders.includes(id))))
    return refuse('review.second-person-required', `${byName} decided it, so somebody else confirms it`);
  return allow({ complete: confirmers.length >= needed });
}

/**
 * May this caller settle what went wrong? By hand only with a reason and not by the decider, who would be the only witness.
 * Taking the decision back needs the right to call a review off. While the review is open nothing has been left undone,
 * so trying again only says that somebody has seen it.
 */
export function maySettleException(
  caller: Caller,
  review: Review,
  { settlement, reason }: { settlement: ExceptionSettlement; reason: string },
): Result<void> {
  const entitled = mayForOwners(caller, settlement === 'reopen' ? 'review.cancel' : 'review.decide', review);
  if (!entitled.ok) return entitled;
  if (review.state === 'open' && settlement === 'retry') return allow(undefined);
  const decided = isDecided(review);
  if (!decided.ok) return decided;
  if (settlement === 'retry') return allow(undefined);
  const byDisposal = isLeftToDisposal(review);
  if (!byDisposal.ok) return byDisposal;
  const person = asPerson(caller, 'settles this');
  if (!person.ok) return person;
  if (settlement === 'settle_by_hand' && personsOf(caller).some((id) => decidersOf(decided.value).includes(id)))
    return refuse('review.second-person-required', 'You decided it, so somebody else settles it by hand');
  return hasReason(reason);
}

const decidersOf = ({ by, forId }: NonNullable<Review['decision']>): string[] => [by, ...(forId ? [forId] : [])];

/** While a disposal carries the decision out, it is worked on there, and taken back by withdrawing it. */
const isLeftToDisposal = ({ disposal }: Review): Result<void> =>
  disposal === undefined
    ? allow(undefined)
    : refuse('review.disposal-under-way', `Disposal ${disposal} carries this decision out: act there, or withdraw it`);

function isDecided({ state, decision }: Review): Result<NonNullable<Review['decision']>> {
  if (state === 'closed' || state === 'cancelled')
    return refuse('review.already-closed', `This review is ${state}: nothing is left to do`);
  return state === 'decided' && decision
    ? allow(decision)
    : refuse('review.not-decided', `This review is ${state}: nobody has decided`);
}
