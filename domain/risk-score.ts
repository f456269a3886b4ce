import { Decimal } from 'decimal.js';
import { allow, type Result, refuse } from './result.ts';

/** A supplier's risk from 0 (none) to 100 as a decimal string of at most two places. */
export function parseRiskScore(text: string, pointer?: string): Result<string> {
  return /^[0-9]{1,3}(\.[0-9]{1,2})?$/.test(text) && new Decimal(text).lessThanOrEqualTo(100)
    ? allow(new Decimal(text).toFixed())
    : refuse('risk.out-of-range', `A risk score lies between 0 and 100, with at most two decimals: "${text}"`, pointer);
}

/** Whether one score says less risk than another. */
export const isLower = (score: string, than: string): boolean => new Decimal(score).lessThan(than);
