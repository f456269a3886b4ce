import { Decimal } from 'decimal.js';
import { totalOf } from './cost.ts';
import type { DestructionPaperKind, DestructionState } from './destruction.ts';
import type { DisposalState } from './disposal.ts';
import { type DisposalAccount, leftOf } from './disposal-account.ts';
import { add, compare, isZero, type Quantity } from './quantity.ts';

/** Enough digits that a quantity times a weight is exact before it is rounded once. */
const Exact = Decimal.clone({ precision: 80 });

/** A disposal as its certificate is judged. Instants are ISO 8601. */
export type CertifiedDisposal = {
  state: DisposalState;
  witnessRequired: boolean;
  approvalsNeeded: number;
  approvedAt: readonly string[];
  account: DisposalAccount;
  papersMissing: readonly DestructionPaperKind[];
  runs: readonly CertifiedRun[];
  /** Whose signature is missing, and under what. */
  unsigned: readonly string[];
  netWeightKg: string | null;
  /** Written off, and what it cost is not known. */
  unvalued: readonly { owner: string; quantity: Quantity }[];
  unit: string;
  /** null where it is not known which legal entity issues it. */
  issuer: { address: Record<string, string> } | null;
};

type CertifiedRun = {
  run: number;
  state: DestructionState;
  startedAt: string;
  witnessed: boolean;
  weightKg: string | null;
  netWeightKg: string | null;
  contractor: string | null;
  contractorLicence: string | null;
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
    ...booked.flatMap(gapsOfRun),
    ...disposal.papersMissing.map((kind) => `Missing paper: ${kind.replaceAll('_', ' ')}`),
    ...disposal.unsigned.map((what) => `Without a signature: ${what}`),
    ...gapsOfSums(disposal),
  ];
}

/** Packaging makes goods heavier than their net weight, and nothing makes them lighter. */
const gapsOfRun = ({ run, weightKg, netWeightKg, contractor, contractorLicence }: CertifiedRun): string[] => [
  ...(weightKg !== null && netWeightKg !== null && compare(weightKg, netWeightKg) < 0
    ? [`Run ${run} weighed ${weightKg} kg, less than the net weight of ${netWeightKg} kg`]
    : []),
  ...(contractor !== null && contractorLicence === null ? [`Run ${run} names no licence of its contractor`] : []),
];

const gapsOfSums = ({ netWeightKg, unvalued, unit, issuer }: CertifiedDisposal): string[] => [
  ...(netWeightKg === null ? ['The net weight is not known: the item has none'] : []),
  ...unvalued
    .filter(({ quantity }) => !isZero(quantity))
    .map(({ owner, quantity }) => `No cost is known of ${quantity} ${unit} of ${owner}`),
  ...(issuer === null ? ['Which legal entity issues this is not known'] : []),
  ...(issuer !== null && !issuer.address.street ? ['The address of the issuing legal entity is not known'] : []),
];

type OwnedLine = { owner: string; ownerName: string; quantity: Quantity };
type OwnedAmount = OwnedLine & { amount: string | null; currency: string | null };

/** What was destroyed and what was written off of each owner, by their codes. */
export function sumsByOwner(
  destroyed: readonly OwnedLine[],
  writtenOff: readonly OwnedAmount[],
  kilogramsPerUnit: string,
) {
  const names = new Map([...destroyed, ...writtenOff].map(({ owner, ownerName }) => [owner, ownerName]));
  return [...names]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([owner, ownerName]) => {
      const quantity = sumOf(destroyed.filter((line) => line.owner === owner));
      const amounts = writtenOff.filter((one) => one.owner === owner);
      return {
        ...{ owner, ownerName, destroyed: quantity, netWeightKg: weightOf(quantity, kilogramsPerUnit) },
        ...{ value: totalOf(amounts), unvalued: unvaluedOf(amounts) },
      };
    });
}

export const sumOf = (lines: readonly { quantity: Quantity }[]): Quantity =>
  add(...lines.map(({ quantity }) => quantity));

/** How much was written off and has no cost yet. */
export const unvaluedOf = (amounts: readonly { quantity: Quantity; amount: string | null }[]): Quantity =>
  sumOf(amounts.filter(({ amount }) => amount === null));

/** Kilograms of a quantity, by the weight of one base unit, without trailing zeros; null where that is not known. */
export const weightOf = (quantity: Quantity, kilogramsPerUnit: string): string | null =>
  isZero(kilogramsPerUnit)
    ? null
    : new Exact(quantity).times(kilogramsPerUnit).toDecimalPlaces(4, Decimal.ROUND_HALF_UP).toFixed();
