import { type Refusal, type RuleViolation, refuseAll } from './result.ts';
import type { RuleCode } from './rule-codes.ts';

/** One problem as it is, several under one code; undefined when there are none. */
export function refusalOf(problems: readonly RuleViolation[], code: RuleCode, what: string): Refusal | undefined {
  const [only, ...others] = problems;
  if (!only) return undefined;
  return others.length === 0
    ? { ok: false, violation: only }
    : refuseAll(code, `${problems.length} things are wrong with ${what}`, problems);
}
