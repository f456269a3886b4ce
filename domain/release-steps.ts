import type { GivenApproval, ReleaseState, ReleaseTerms } from './release-approval.ts';
import type { ResultsOutcome } from './release-results.ts';

/** A part as people state it: locations by code, quantity in any unit of the item. */
export type StatedPart = { from: string; to?: string; quantity: string; unit: string };

/** What is to be released: all that waits where nothing is said. */
export type StatedTerms = {
  part?: StatedPart;
  /** Codes of the customers who may get it, and the last day of use (YYYY-MM-DD). */
  customers?: readonly string[];
  useBy?: string;
};

/** What a person asks of a release. `signingId` names the signing made for it. */
export type ApproveReleaseInput = StatedTerms & {
  releaseId: string;
  comment?: string;
  resultsVersion?: number;
  signingId?: string;
};
export type RejectReleaseInput = { releaseId: string; reason: string; reasonCode?: string; signingId?: string };
export type ReleaseUrgentlyInput = RejectReleaseInput & StatedTerms;
/** `until` is ISO 8601. */
export type ExtendReleaseInput = RejectReleaseInput & { until: string };
export type SettleReleaseInput = { releaseId: string; reason: string; reasonCode?: string };

/** Where a release stands after a step. */
export type ReleaseStanding = {
  releaseId: string;
  releaseNumber: string;
  /** Counts its changes: the higher one is the later. */
  version: number;
  state: ReleaseState;
  dueAt: string;
};

/** The answer to a person's step: where the release stands, what still waits, and the hold it may have left. */
export type ReleaseAnswer = ReleaseStanding & {
  outcome: ResultsOutcome;
  resultsVersion: number;
  /** What waits now, in base units. */
  waiting: string;
  unit: string;
  terms: ReleaseTerms | null;
  approvals: { needed: number; inOrder: boolean; given: GivenApproval[] };
  hold: { holdId: string; number: string; reviewId: string | null; reviewNumber: string | null } | null;
};
