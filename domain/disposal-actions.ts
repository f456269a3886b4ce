import type { Caller } from './caller.ts';
import {
  counts,
  type Destruction,
  type Disposal,
  mayAddPaper,
  mayApproveDisposal,
  mayDestroy,
  maySettleDifference,
  maySettleDisposal,
  mayWitness,
} from './disposal.ts';
import { mayEndEarly, mayExtendDisposal, mayWithdrawDisposal } from './disposal-endings.ts';
import { type Result, refuse } from './result.ts';
import type { RuleCode } from './rule-codes.ts';
import type { Duty } from './segregation.ts';

/** What can be done with a disposal. */
export const disposalActions = [
  'approve',
  'destroy',
  'witness',
  'settle_difference',
  'add_paper',
  'withdraw',
  'end_early',
  'extend',
  'retry',
  'strike',
] as const;
export type DisposalAction = (typeof disposalActions)[number];

/** An action as a page shows it: possible, or disabled with the reason. */
export type OfferedDisposalAction =
  | { action: DisposalAction; allowed: true }
  | { action: DisposalAction; allowed: false; code: RuleCode; reason: string };

/** The duties of a disposal that may not meet others. */
export const disposalDuties = [
  'approved_second',
  'destroyed',
  'witnessed',
  'settled',
] as const satisfies readonly Duty[];
export type DisposalDuty = (typeof disposalDuties)[number];

/** What the table of duties says about this caller, and whether an exception task is open. */
export type DisposalCircumstances = {
  apart: Record<DisposalDuty, Result<void>>;
  exceptionOpen: boolean;
  dueAt: Date;
};

// Long enough: what a person will give as a reason is not known yet.
const reason = 'A reason given later';

/** Every action there is, for this caller and this disposal as it stands. */
export function offeredDisposalActions(
  caller: Caller,
  disposal: Disposal,
  { apart, exceptionOpen, dueAt }: DisposalCircumstances,
): OfferedDisposalAction[] {
  const blocked = disposal.destructions.some(({ state }) => state === 'blocked');
  const nothing = refuse('disposal.nothing-to-settle', 'Nothing is in the way');
  const settle = (settlement: 'retry' | 'strike'): Result<void> => {
    const may = maySettleDisposal(caller, disposal, { settlement, reason });
    if (may.ok && !blocked && !(settlement === 'retry' && exceptionOpen)) return nothing;
    return may.ok && settlement === 'strike' ? apart.settled : may;
  };
  const answers: Record<DisposalAction, () => Result<unknown>> = {
    approve: () => both(mayApproveDisposal(caller, disposal), apart.approved_second),
    destroy: () => both(mayDestroy(caller, disposal), apart.destroyed),
    witness: () => both(mayWitness(caller, disposal, awaited(disposal.destructions)), apart.witnessed),
    settle_difference: () => both(maySettleDifference(caller, disposal, { reason }), apart.settled),
    add_paper: () => mayAddPaper(caller, disposal),
    withdraw: () => mayWithdrawDisposal(caller, disposal, { reason }),
    end_early: () => both(mayEndEarly(caller, disposal, { reason }), apart.settled),
    // To some later instant: which one is not known yet.
    extend: () =>
      mayExtendDisposal(caller, disposal, { ...{ dueAt, reason, maxDays: 1 }, until: after(dueAt), now: dueAt }),
    retry: () => settle('retry'),
    strike: () => settle('strike'),
  };
  return disposalActions.map((action) => {
    const may = answers[action]();
    return may.ok
      ? { action, allowed: true }
      : { action, allowed: false, code: may.violation.code, reason: may.violation.message };
  });
}

const after = (instant: Date): Date => new Date(instant.getTime() + 1);

const both = (first: Result<unknown>, second: Result<unknown>): Result<unknown> => (first.ok ? second : first);

/** The run that a witness is awaited for; without one, the latest, whose state says why. */
const awaited = (runs: readonly Destruction[]): Destruction =>
  runs.find(({ state }) => state === 'awaiting_witness') ?? runs.filter(counts).at(-1) ?? { state: 'booked' };
