import { authorize, type Caller, type Scope } from './caller.ts';
import { allow, type Result, refuse } from './result.ts';
import type { Right } from './rights.ts';
import { mayMeet } from './segregation.ts';

/** A reviewer's choice. (EPCIS owns the word disposition for the business condition of an object.) */
export const reviewOutcomes = ['lift', 'return_to_supplier', 'dispose'] as const;
export type ReviewOutcome = (typeof reviewOutcomes)[number];

/** decided: the answer is final, what follows from it is not done yet; closed: nothing is left to do. */
export const reviewStates = ['open', 'decided', 'closed', 'cancelled'] as const;
export type ReviewState = (typeof reviewStates)[number];

/** What may be laid before the reviewer while the review is open. */
export const reviewEvidenceKinds = ['document', 'certificate', 'inspection', 'temperature_reading', 'note'] as const;

/**
 * A review as its rules need it. `requestedBy` is who placed the hold by hand or reported what a rule held it for, `system`
 * where no person did. `ownerIds` are the entities whose stock it reaches now.
 */
export type Review = {
  state: ReviewState;
  requestedBy: string;
  /** The colleague they stood in for: counts as well. */
  requestedFor?: string | null;
  dueAt: Date;
  scope: Scope;
  ownerIds: readonly string[];
  decision: { outcome: ReviewOutcome; by: string; forId?: string | null; byName: string; at: Date } | null;
  /** The number of the disposal that carries the decision out, where there is one. */
  disposal?: string | undefined;
};

export const shortestReason = 10;

/**
 * May this caller decide? The right, an open review, a reason, a second person. That the evidence is what they read is proved by
 * their signature. Who comes second learns who decided, what and when.
 */
export function mayDecide(caller: Caller, review: Review, { reason }: { reason: string }): Result<void> {
  const entitled = mayActOnOpen(caller, 'review.decide', review, reason);
  return entitled.ok ? asSecondPerson(caller, review, 'decides about it') : entitled;
}

/** May this caller move the due date, to a later one at most so many days ahead of now? */
export function mayExtend(
  caller: Caller,
  review: Review,
  { until, reason, now, maxDays }: { until: Date; reason: string; now: Date; maxDays: number },
): Result<void> {
  const entitled = mayActOnOpen(caller, 'review.extend', review, reason);
  if (!entitled.ok) return entitled;
  if (until <= review.dueAt || until <= now)
    return refuse(
      'review.extension-not-later',
      `The review is due at ${review.dueAt.toISOString()}: an extension goes beyond that, and beyond now`,
      '/until',
    );
  const latest = new Date(now.getTime() + maxDays * 86_400_000);
  return until <= latest
    ? allow(undefined)
    : refuse(
        'review.extension-too-long',
        `A review may be extended by at most ${maxDays} days, to ${latest.toISOString()}`,
        '/until',
      );
}

/** May this caller call the review off? It frees the stock as a lift does, so whoever asked for the hold may not. */
export function mayCancel(caller: Caller, review: Review, { reason }: { reason: string }): Result<void> {
  const entitled = mayActOnOpen(caller, 'review.cancel', review, reason);
  return entitled.ok ? asSecondPerson(caller, review, 'calls its review off') : entitled;
}

/** May this caller lay evidence before the reviewers? Only while nobody has decided. */
export function mayAttachEvidence(caller: Caller, review: Review): Result<void> {
  const entitled = authorize(caller, 'review.attach-evidence', review.scope);
  return entitled.ok ? isOpen(review) : entitled;
}

/** Someone decided first, or it was called off: says who, what and when. */
export function isOpen({ state, decision }: Pick<Review, 'state' | 'decision'>): Result<void> {
  if (state === 'open') return allow(undefined);
  return decision
    ? refuse(
        'review.already-decided',
        `${decision.byName} decided "${decision.outcome}" at ${decision.at.toISOString()}`,
      )
    : refuse('review.not-open', `This review is ${state}`);
}

export function hasReason(reason: string): Result<void> {
  return reason.trim().length >= shortestReason
    ? allow(undefined)
    : refuse('reason.too-short', `A reason has at least ${shortestReason} characters`, '/reason');
}

/** The right where the hold reaches, and for every entity whose stock is freed or goes: law 8. */
export function mayForOwners(
  caller: Caller,
  right: Right,
  { scope, ownerIds }: Pick<Review, 'scope' | 'ownerIds'>,
): Result<void> {
  const scopes = ownerIds.length === 0 ? [scope] : ownerIds.map((entityId) => ({ ...scope, entityId }));
  return scopes.map((each) => authorize(caller, right, each)).find((may) => !may.ok) ?? allow(undefined);
}

function mayActOnOpen(caller: Caller, right: Right, review: Review, reason: string): Result<void> {
  const entitled = mayForOwners(caller, right, review);
  if (!entitled.ok) return entitled;
  const open = isOpen(review);
  return open.ok ? hasReason(reason) : open;
}

/** Who asked for the hold, or reported what led to it, does not decide about it: `domain/segregation.ts`. */
function asSecondPerson(caller: Caller, { requestedBy, requestedFor }: Review, does: string): Result<void> {
  const person = asPerson(caller, does);
  if (!person.ok) return person;
  const personIds = [requestedBy, ...(requestedFor ? [requestedFor] : [])];
  const requested = { duty: 'requested' as const, personIds, lotId: '', caseKind: null, caseId: null };
  return mayMeet(caller, 'decided', { lotIds: [''] }, [requested]);
}

/** A key proves a system, and whoever holds it may hold several: it stands for nobody. */
export const asPerson = (caller: Caller, does: string): Result<void> =>
  caller.kind === 'api_key'
    ? refuse('review.second-person-required', `A person ${does}, not a system with a key`)
    : allow(undefined);
