import { add, compare, isZero, type Quantity, subtract } from './quantity.ts';
import { allow, type Result, refuse } from './result.ts';

/** What becomes of the quantity that was decided about, in base units. */
export type DisposalAccount = {
  decided: Quantity;
  /** Found beside what was booked, and settled: it is destroyed as well. */
  surplus: Quantity;
  /** Booked and not found, and settled. */
  missing: Quantity;
  /** Destroyed and booked out. */
  destroyed: Quantity;
  /** Recorded as destroyed, and not booked yet. */
  pending: Quantity;
  /** Given back to what decided it, because it was ended early. */
  givenBack: Quantity;
};

/** What nobody has recorded as destroyed or explained yet. */
export const leftOf = ({ decided, surplus, missing, destroyed, pending, givenBack }: DisposalAccount): Quantity =>
  subtract(add(decided, surplus), add(missing, destroyed, pending, givenBack));

/** Quantity destroyed is quantity booked, and every difference is explained: only then is a disposal at its end. */
export const isAccountedFor = (account: DisposalAccount): boolean => isZero(account.pending) && isZero(leftOf(account));

/** Nobody destroys more than was decided and approved: what else is there is a difference, or is decided about first. */
export function withinApproved(account: DisposalAccount, quantity: Quantity, unit: string): Result<void> {
  const left = leftOf(account);
  return compare(quantity, left) <= 0
    ? allow(undefined)
    : refuse(
        'disposal.more-than-approved',
        `${quantity} ${unit} recorded, ${left} ${unit} left of what was approved: settle the difference first`,
        '/lines',
      );
}
