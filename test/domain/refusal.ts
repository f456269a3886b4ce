import type { Result } from '#domain/result.ts';

/** The code of a refusal, or `allowed`: lets a test state either in one line. */
export const codeOf = (result: Result<unknown>): string => (result.ok ? 'allowed' : result.violation.code);
