import { Decimal } from 'decimal.js';
import type { DestructionPaperKind, DestructionState } from './destruction.ts';
import type { DisposalState } from './disposal.ts';
import { type DisposalAccount, leftOf } from './disposal-account.ts';
import { isZero, type Quantity } from './quantity.ts';

/** A disposal as its certificate is judged. Instants are ISO 8601. */
export type CertifiedDisposal = {
  state: DisposalState;
  witnessRequired: boolean;
  approvalsNeeded: number;
  approvedAt: readonly string[];
  account: DisposalAccount;
  papersMissing: readonly DestructionPaperKind[];
  runs: readonly { run: number; state: DestructionState; startedAt: string; witnessed: boolean }[];
};

/** What stands against a certificate, each as a sentence. None where the destruction is proved as it has to be. */
export function gapsOf(disposal: CertifiedDisposal): string[] {
  const { state, account, runs, approvedAt } = disposal;
  const left = leftOf(account);
  const approved = approvedAt.length >= disposal.approvalsNeeded;
  const lastApproval = [...approvedAt].sort().at(-1);
  const booked = runs.filter((run) => run.state === 'booked');
  return [
    ...(state === 'withdrawn' ? ['The disposal was withdrawn: nothing was destroyed'] : []),
    ...(approved ? [] : [`${disposal.approvalsNeeded - approvedAt.length} approvals are missing`]),
    ...(isZero(left) ? [] : [`${left} of what was decided about is neither destroyed nor explained`]),
    ...runs.filter((run) => run.state === 'awaiting_witness').map(({ run }) => `Run ${run} waits for its witness`),
    ...runs.filter((run) => run.state === 'blocked').map(({ run }) => `Run ${run} could not be booked`),
    ...booked.filter((run) => disposal.witnessRequired && !run.witnessed).map(({ run }) => `Run ${run} has no witness`),
    ...booked
      .filter((run) => lastApproval !== undefined && run.startedAt < lastApproval)
      .map(({ run }) => `Run ${run} began before the disposal was approved`),
    ...disposal.papersMissing.map((kind) => `Missing paper: ${kind.replaceAll('_', ' ')}`),
  ];
}

/** Kilograms of a quantity, by the weight of one base unit, without trailing zeros. */
export const weightOf = (quantity: Quantity, kilogramsPerUnit: string): string =>
  new Decimal(quantity).times(kilogramsPerUnit).toDecimalPlaces(4, Decimal.ROUND_HALF_UP).toFixed();
