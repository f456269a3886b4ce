import { Decimal } from 'decimal.js';
import { allow, type Result, refuse } from './result.ts';

/** Amount of an item as a decimal string of at most four places, never a JavaScript number. */
export type Quantity = string;

/** Enough digits that a quantity times a unit factor is exact before it is rounded once. */
const Exact = Decimal.clone({ precision: 80, rounding: Decimal.ROUND_HALF_UP, toExpNeg: -80, toExpPos: 80 });

const decimalPlaces = 4;
/** What numeric(18,4) holds. */
const largest = new Exact('99999999999999.9999');
const written = /^-?[0-9]{1,40}(\.[0-9]{1,40})?$/;

/** A positive quantity as somebody stated it. Refused, never rounded, when the ledger could not hold it exactly. */
export function parseQuantity(text: string, pointer?: string): Result<Quantity> {
  if (!written.test(text))
    return refuse('quantity.malformed', `A quantity is digits with a decimal point, as "12.5": "${text}"`, pointer);
  const quantity = new Exact(text);
  if (quantity.decimalPlaces() > decimalPlaces)
    return refuse('quantity.too-precise', `Quantities have at most ${decimalPlaces} decimals: ${text}`, pointer);
  return withinBounds(quantity, pointer);
}

/** Stated quantity × numerator ÷ denominator, rounded half up to four decimals: what is booked (story, "How things are counted"). */
export function toBaseQuantity(
  { quantity, numerator, denominator }: { quantity: Quantity; numerator: string; denominator: string },
  pointer?: string,
): Result<Quantity> {
  return withinBounds(
    new Exact(quantity).times(numerator).div(denominator).toDecimalPlaces(decimalPlaces, Decimal.ROUND_HALF_UP),
    pointer,
  );
}

export const add = (...quantities: readonly Quantity[]): Quantity =>
  plain(quantities.reduce((sum, quantity) => sum.plus(quantity), new Exact(0)));

export const subtract = (from: Quantity, quantity: Quantity): Quantity => plain(new Exact(from).minus(quantity));

export const negate = (quantity: Quantity): Quantity => plain(new Exact(quantity).negated());

/** −1, 0 or 1. */
export const compare = (left: Quantity, right: Quantity): -1 | 0 | 1 => {
  const order = new Exact(left).comparedTo(right);
  return order < 0 ? -1 : order > 0 ? 1 : 0;
};

export const isZero = (quantity: Quantity): boolean => new Exact(quantity).isZero();

/** Whether a quantity differs from the expected one by more than so many percent of it. */
export const differsByMoreThan = (percent: string, expected: Quantity, actual: Quantity): boolean =>
  new Exact(actual).minus(expected).abs().times(100).greaterThan(new Exact(expected).times(percent));

/** The same amount without trailing zeros: "120.0000" and "120" are one. */
export const canonical = (quantity: Quantity): Quantity => plain(new Exact(quantity));

// decimal.js keeps the sign of zero, the ledger does not.
const plain = (value: Decimal): Quantity => (value.isZero() ? '0' : value.toFixed());

function withinBounds(quantity: Decimal, pointer?: string): Result<Quantity> {
  if (!quantity.greaterThan(0))
    return refuse('quantity.not-positive', `A quantity is more than nothing: ${plain(quantity)}`, pointer);
  if (quantity.greaterThan(largest))
    return refuse('quantity.too-large', `The largest quantity is ${plain(largest)}: ${plain(quantity)}`, pointer);
  return allow(plain(quantity));
}
