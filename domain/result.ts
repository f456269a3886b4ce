import type { RuleCode } from './rule-codes.ts';

/**
 * Why something was refused. `code` is permanent, `message` a sentence its reader can act on, `pointer` a JSON pointer
 * (RFC 6901) into what was sent, `problems` the single findings where one answer reports several, `retryAfterSeconds`
 * how long to wait where waiting helps.
 */
export type RuleViolation = {
  code: RuleCode;
  message: string;
  pointer?: string;
  problems?: readonly RuleViolation[];
  retryAfterSeconds?: number;
};

export type Refusal = { ok: false; violation: RuleViolation };

/** What every rule and operation answers: a value, or the refusal that changed nothing. Faults are exceptions. */
export type Result<T> = { ok: true; value: T } | Refusal;

export const allow = <T>(value: T): Result<T> => ({ ok: true, value });

export const refuse = (code: RuleCode, message: string, pointer?: string): Refusal => ({
  ok: false,
  violation: pointer === undefined ? { code, message } : { code, message, pointer },
});

/** One refusal that carries every problem found, so that a sender corrects them in one go. */
export const refuseAll = (code: RuleCode, message: string, problems: readonly RuleViolation[]): Refusal => ({
  ok: false,
  violation: { code, message, problems },
});
