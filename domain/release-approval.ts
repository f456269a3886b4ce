import { authorize, type Caller, type Scope } from './caller.ts';
import { asPerson, hasReason } from './quarantine-review.ts';
import type { ResultsOutcome } from './release-results.ts';
import { allow, type Result, refuse } from './result.ts';
import type { Right } from './rights.ts';

/**
 * open: waits for results or approvals. released_urgently: the stock is free, results are owed. The others are over:
 * approved; failed, rejected and overdue left a hold with its quarantine review; withdrawn: the stock went elsewhere.
 */
export const releaseStates = [
  'open',
  'released_urgently',
  'approved',
  'failed',
  'rejected',
  'overdue',
  'withdrawn',
] as const;
export type ReleaseState = (typeof releaseStates)[number];

export const runningReleaseStates = ['open', 'released_urgently'] as const satisfies readonly ReleaseState[];

export const isReleaseOver = (state: ReleaseState): boolean =>
  !runningReleaseStates.some((running) => running === state);

/** What a person decided in a release. */
export const releaseDecisions = ['approve', 'reject', 'release_urgently', 'extend'] as const;
export type ReleaseDecision = (typeof releaseDecisions)[number];
/** Those that free stock. */
export type ReleasingDecision = Extract<ReleaseDecision, 'approve' | 'release_urgently'>;

/** A part of the stock: from a location, set apart at another one, in base units. Null `to`: all of it there, where it is. */
export type ReleasedPart = { from: string; to: string | null; quantity: string };
/** Customers by code, null for all; the last day of use, null for the lot's own. */
export type ReleaseConditions = { customers: string[] | null; useBy: string | null };
/** What is released and on which conditions: all of it without any, where both are null. */
export type ReleaseTerms = { part: ReleasedPart | null; conditions: ReleaseConditions | null };

export type GivenApproval = { byId: string; byName: string; at: string };

/** A release as its rules need it. `approvals` are those given to the terms that wait for the second one. */
export type Release = {
  state: ReleaseState;
  scope: Scope;
  resultsVersion: number;
  outcome: ResultsOutcome;
  approvals: readonly GivenApproval[];
  approvalsNeeded: number;
  inOrder: boolean;
  terms: ReleaseTerms | null;
  dueAt: string;
  /** Its waiting stock by location (code), each with the numbers of the holds that reach it. */
  places: readonly { location: string; heldBy: readonly string[] }[];
  /** The lot's last day, where that has passed at the site. */
  expiredOn: string | null;
  urgentAllowed: boolean;
  conditionsAllowed: boolean;
  /** How it ended or was freed, for who comes second. */
  decided: { what: string; byName: string; at: string } | null;
};

/**
 * May this caller approve these terms, on the results they read? Answers whether that was the last approval needed. In order,
 * the second is a manager's; in any order it is anybody's with the right, and always another person's.
 */
export function mayApprove(
  caller: Caller,
  release: Release,
  { terms, resultsVersion }: { terms: ReleaseTerms; resultsVersion: number },
): Result<{ complete: boolean }> {
  const entitled = asApprover(caller, release);
  if (!entitled.ok) return entitled;
  const waiting = isOpenRelease(release);
  if (!waiting.ok) return waiting;
  const free = isFree(release, terms);
  if (!free.ok) return free;
  if (resultsVersion !== release.resultsVersion)
    return refuse(
      'release.results-changed',
      `Results have been entered since: version ${resultsVersion} was read, ${release.resultsVersion} is there now`,
      '/resultsVersion',
    );
  if (release.outcome !== 'pass')
    return refuse('release.results-missing', 'Not everything that the specification requires has been measured');
  const once = asNextPerson(caller, release);
  if (!once.ok) return once;
  const conditional = mayCondition(release, terms);
  if (!conditional.ok) return conditional;
  if (release.terms !== null && !sameTerms(release.terms, terms))
    return refuse('release.terms-differ', `${release.approvals[0]?.byName} approved other terms: see what they were`);
  return allow({ complete: release.approvals.length + 1 >= release.approvalsNeeded });
}

/** May this caller say no? It stops the stock, so one person is enough, whoever has approved before. */
export function mayReject(caller: Caller, release: Release, { reason }: { reason: string }): Result<void> {
  const entitled = asDecider(caller, release, 'release.approve', 'decides about a release');
  if (!entitled.ok) return entitled;
  const waiting = isOpenRelease(release);
  return waiting.ok ? hasReason(reason) : waiting;
}

/** May this caller free the stock before its results are in? They are owed still, and hold it if they fail. */
export function mayReleaseUrgently(
  caller: Caller,
  release: Release,
  { reason, terms = allOfIt }: { reason: string; terms?: ReleaseTerms },
): Result<void> {
  const entitled = asDecider(caller, release, 'release.urgent', 'decides about a release');
  if (!entitled.ok) return entitled;
  const waiting = isOpenRelease(release);
  if (!waiting.ok) return waiting;
  if (!release.urgentAllowed)
    return refuse('release.urgent-not-allowed', 'Policy allows no release before the results here');
  if (release.outcome !== 'incomplete')
    return refuse('release.not-urgent', 'The results are in: approve the release, nothing is left to wait for');
  const free = isFree(release, terms);
  if (!free.ok) return free;
  const conditional = mayCondition(release, terms);
  return conditional.ok ? hasReason(reason) : conditional;
}

/** May this caller enter results? As long as they are waited for, before the release or owed after an urgent one. */
export function mayRecordResults(caller: Caller, release: Release): Result<void> {
  const entitled = authorize(caller, 'inspection.record', release.scope);
  if (!entitled.ok) return entitled;
  return isReleaseOver(release.state)
    ? refuse('result.not-owed', `This release is ${words(release.state)}: no results are waited for`)
    : allow(undefined);
}

/** May this caller say that what kept a release from going on is settled? Somebody who may decide about it. */
export function maySettleRelease(caller: Caller, release: Release, { reason }: { reason: string }): Result<void> {
  const entitled = asDecider(caller, release, 'release.approve', 'settles this');
  return entitled.ok ? hasReason(reason) : entitled;
}

export function isOpenRelease({ state, decided }: Pick<Release, 'state' | 'decided'>): Result<void> {
  if (state === 'open') return allow(undefined);
  return refuse(
    'release.already-decided',
    decided ? `${decided.byName}: ${words(decided.what)}, at ${decided.at}` : `This release is ${words(state)} already`,
  );
}

export const sameTerms = (one: ReleaseTerms, other: ReleaseTerms): boolean => asText(one) === asText(other);

const asText = ({ part, conditions }: ReleaseTerms): string =>
  JSON.stringify([
    part && [part.from, part.to, part.quantity],
    conditions && [conditions.customers && [...conditions.customers].sort(), conditions.useBy],
  ]);

function asApprover(caller: Caller, release: Release): Result<void> {
  const asManager = release.inOrder && release.approvals.length > 0;
  const entitled = asDecider(caller, release, 'release.approve', 'approves a release');
  if (!entitled.ok || !asManager) return entitled;
  const manager = authorize(caller, 'release.approve-as-manager', release.scope);
  return manager.ok ? manager : refuse('release.manager-required', manager.violation.message);
}

function asNextPerson(caller: Caller, { approvals }: Release): Result<void> {
  const theirs = approvals.find(({ byId }) => byId === caller.id || byId === caller.onBehalfOf?.id);
  return theirs
    ? refuse('release.second-person-required', 'You gave the first approval, so somebody else gives the second')
    : allow(undefined);
}

/** The right, and a person: a key decides nothing. */
export function asDecider(caller: Caller, { scope }: Release, right: Right, does: string): Result<void> {
  const entitled = authorize(caller, right, scope);
  if (!entitled.ok) return entitled;
  const person = asPerson(caller, does);
  return person.ok ? person : refuse('release.second-person-required', person.violation.message);
}

/** Whether what would be released may be: no hold reaches it (a part goes by the place it stands at), its day has not passed. */
function isFree({ places, expiredOn }: Release, { part }: ReleaseTerms): Result<void> {
  const concerned = part === null ? places : places.filter(({ location }) => location === part.from);
  const heldBy = [...new Set(concerned.flatMap((place) => place.heldBy))];
  if (heldBy.length > 0)
    return refuse('stock.held', `This stock is held (${heldBy.join(', ')}): that has to be decided first`);
  return expiredOn === null
    ? allow(undefined)
    : refuse('release.lot-expired', `This lot could be used until ${expiredOn}: it cannot be released any more`);
}

const mayCondition = ({ conditionsAllowed }: Release, { conditions }: ReleaseTerms): Result<void> =>
  conditions === null || conditionsAllowed
    ? allow(undefined)
    : refuse('release.conditions-not-allowed', 'Policy allows no conditional release here', '/conditions');

/** All that waits, without conditions. */
export const allOfIt: ReleaseTerms = { part: null, conditions: null };

const words = (name: string): string => name.replaceAll('_', ' ');
