import { ApplicationFailure } from '@temporalio/workflow';
import type { Result } from '#domain/result.ts';

/**
 * The value, or the refusal as what a caller of an update gets: a failure whose type is the rule's code and whose details are
 * the violation and the attempt it answers, by which a repeated request knows an answer that was meant for an earlier one.
 */
export function orFail<T>(result: Result<T>, attempt?: string): T {
  if (result.ok) return result.value;
  const { violation } = result;
  throw ApplicationFailure.create({
    type: violation.code,
    message: violation.message,
    nonRetryable: true,
    details: [violation, attempt ?? null],
  });
}
