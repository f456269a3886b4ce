import type { PolicyChangeDecision, PolicyChangeState } from './policy-change.ts';

/** What a person asks of a proposal. An approval carries its signature. */
export type DecideChangeInput = {
  changeId: string;
  decision: PolicyChangeDecision;
  reason: string;
  reasonCode?: string | undefined;
  signingId?: string;
};

/** Where a proposal stands after a step. Instants are ISO 8601 in UTC. */
export type PolicyChangeStanding = {
  changeId: string;
  number: string;
  /** Counts its changes: the higher one is the later. */
  version: number;
  state: PolicyChangeState;
  decision: { byName: string; at: string; reason: string } | null;
  /** When what was approved takes effect. */
  effectiveFrom: string | null;
};
