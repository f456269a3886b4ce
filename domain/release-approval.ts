import type { Scope } from './caller.ts';
import type { ResultsOutcome } from './release-results.ts';

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
export const releaseDecisions = ['approve', 'reject', 'release_urgently'] as const;
export type ReleaseDecision = (typeof releaseDecisions)[number];

/** A part of the stock: from a location, set apart at another one, in base units. Null `to`: all of it there, where it is. */
export type ReleasedPart = { from: string; to: string | null; quantity: string };
/** Customers by code, null for all; the last day of use, null for the lot's own. */
export type ReleaseConditions = { customers: readonly string[] | null; useBy: string | null };
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
  /** Numbers of the holds that reach its stock. */
  heldBy: readonly string[];
  urgentAllowed: boolean;
  conditionsAllowed: boolean;
  /** How it ended or was freed, for who comes second. */
  decided: { what: string; byName: string; at: string } | null;
};
