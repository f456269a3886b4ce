import type { HoldRule } from './holds.ts';
import type { ReviewOutcome, ReviewState } from './quarantine-review.ts';
import type { RuleViolation } from './result.ts';
import type { ExceptionSettlement } from './review-follow-up.ts';
import type { ShownSignature } from './signatures.ts';

/**
 * What a person asks of a quarantine review. Instants are ISO 8601 in UTC. `signingId` is the proof they gave at the door, never
 * the password behind it; requests from before there were signatures have none, and are refused.
 */
type Signed = { signingId?: string };
export type DecideInput = Signed & {
  reviewId: string;
  outcome: ReviewOutcome;
  reason: string;
  reasonCode?: string | undefined;
};
export type ExtendInput = Signed & { reviewId: string; until: string; reason: string; reasonCode?: string | undefined };
export type CancelInput = Signed & { reviewId: string; reason: string; reasonCode?: string | undefined };
export type ConfirmInput = Signed & { reviewId: string; reference?: string };
export type SettleExceptionInput = Signed & {
  reviewId: string;
  settlement: ExceptionSettlement;
  reason: string;
  reasonCode?: string | undefined;
};

/** Where a review stands after a step. */
export type ReviewStanding = {
  reviewId: string;
  reviewNumber: string;
  /** Counts its changes: the higher one is the later. */
  version: number;
  state: ReviewState;
  /** By when its decision, or the confirmation of what was decided, is due. */
  dueAt: string;
  decision: { outcome: ReviewOutcome; byId: string; byName: string; at: string; reason: string } | null;
  /** The number of the disposal that is carrying the decision out. */
  disposal?: string;
};

/** The answer to a person's step: where the review stands, whether the stock is free, and what is still missing. */
export type ReviewAnswer = ReviewStanding & {
  hold: { holdId: string; number: string; active: boolean };
  /** Other active holds on stock in this hold's reach: it stays quarantined until they end too. */
  stillHeldBy: { holdId: string; number: string; rule: HoldRule }[];
  confirmations: { needed: number; given: { byName: string; at: string }[] };
  /** The one this step was signed with; null for a step that is not signed. */
  signature: ShownSignature | null;
  /** Why the final step could not be done, although the confirmation counted; an exception task says so. */
  obstacle: RuleViolation | null;
};
