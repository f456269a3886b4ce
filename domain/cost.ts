import { Decimal } from 'decimal.js';
import type { Quantity } from './quantity.ts';

const Exact = Decimal.clone({ precision: 80, rounding: Decimal.ROUND_HALF_UP });

/** What quantities are worth, summed exactly and rounded once, half up, to cents (story, "Money"). */
export const costOf = (lines: readonly { quantity: Quantity; amountPerBaseUnit: string }[]): string =>
  lines
    .reduce(
      (sum, { quantity, amountPerBaseUnit }) => sum.plus(new Exact(quantity).times(amountPerBaseUnit)),
      new Exact(0),
    )
    .toFixed(2);

/** Whether an amount reaches a threshold in the same currency. */
export const isWorthAtLeast = (amount: string, threshold: string): boolean =>
  new Exact(amount).greaterThanOrEqualTo(threshold);

/** Amounts summed by currency; what has none is in no figure. */
export const totalOf = (
  amounts: readonly { amount: string | null; currency: string | null }[],
): { currency: string; amount: string }[] => {
  const known = amounts.flatMap(({ amount, currency }) => (amount && currency ? [{ amount, currency }] : []));
  return [...new Set(known.map(({ currency }) => currency))].sort().map((currency) => ({
    currency,
    amount: known
      .filter((one) => one.currency === currency)
      .reduce((sum, { amount }) => sum.plus(amount), new Exact(0))
      .toFixed(2),
  }));
};
