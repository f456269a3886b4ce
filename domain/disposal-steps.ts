import type { DestructionMethod, DestructionPaperKind, DestructionState, DifferenceKind } from './destruction.ts';
import type { DisposalOrigin, DisposalSettlement, DisposalState } from './disposal.ts';
import type { DisposalAccount } from './disposal-account.ts';
import type { RuleViolation } from './result.ts';
import type { ReviewStanding } from './review-steps.ts';

/** Some stock by the words people use. Quantity in any unit of the item. */
export type StatedStock = {
  site: string;
  location: string;
  owner: string;
  condition: string;
  quantity: string;
  unit: string;
};

/** What a person asks of a disposal. Instants are ISO 8601. `signingId` names the signature made for this very step. */
export type ApproveDisposalInput = { disposalId: string; signingId?: string };
export type DestroyGoodsInput = {
  disposalId: string;
  lines: readonly StatedStock[];
  method: DestructionMethod;
  place: string;
  contractor?: string;
  contractorLicence?: string;
  transportDocument?: string;
  seal?: string;
  renderedUnfit?: string;
  weightKg?: string;
  note?: string;
  startedAt?: string;
  happenedAt?: string;
};
export type WitnessDestructionInput = {
  disposalId: string;
  destructionId: string;
  /** False: it did not happen as recorded. */
  confirmed: boolean;
  note?: string;
  signingId?: string;
};
export type SettleDifferenceInput = StatedStock & {
  disposalId: string;
  found: DifferenceKind;
  reason: string;
  reasonCode?: string;
  signingId?: string;
};
export type AddPaperInput = {
  disposalId: string;
  kind: DestructionPaperKind;
  documentId: string;
  destructionId?: string;
  number?: string;
  issuedBy?: string;
  issuedOn?: string;
};
export type WithdrawDisposalInput = { disposalId: string; reason: string; reasonCode?: string };
export type EndDisposalEarlyInput = { disposalId: string; reason: string; reasonCode?: string; signingId?: string };
/** `until` is an instant (ISO 8601). */
export type ExtendDisposalInput = EndDisposalEarlyInput & { until: string };
export type SettleDisposalInput = WithdrawDisposalInput & { settlement: DisposalSettlement };

/** Where a disposal stands after a step. */
export type DisposalStanding = {
  disposalId: string;
  disposalNumber: string;
  /** Counts its changes: the higher one is the later. */
  version: number;
  state: DisposalState;
  /** By when what it waits for is due. */
  dueAt: string;
};

/** What decided it, and where that stands now, where it is a review; another hears where the disposal does. */
export type DisposalOriginStanding = {
  kind: DisposalOrigin;
  id: string;
  workflowId: string;
  standing: ReviewStanding | null;
  disposal?: DisposalStanding;
};

/** The answer to a person's step: where the disposal stands and what is still missing. */
export type DisposalAnswer = DisposalStanding & {
  approvals: { needed: number; given: { byName: string; at: string }[] };
  quantity: DisposalAccount & { left: string; unit: string };
  destructions: { destructionId: string; run: number; state: DestructionState }[];
  papersMissing: DestructionPaperKind[];
  certificateNumber: string | null;
  origin: DisposalOriginStanding;
  /** Why goods recorded as destroyed could not be booked; an exception task says so. */
  obstacle: RuleViolation | null;
};
