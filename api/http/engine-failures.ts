import {
  ApplicationFailure,
  isGrpcServiceError,
  WorkflowNotFoundError,
  WorkflowUpdateRPCTimeoutOrCancelledError,
} from '@temporalio/client';
import type { RuleViolation } from '#domain/result.ts';
import { type RuleCode, ruleCodes } from '#domain/rule-codes.ts';

/** gRPC's CANCELLED, DEADLINE_EXCEEDED, RESOURCE_EXHAUSTED, UNAVAILABLE: later it may go well. */
const passing = new Set([1, 4, 8, 14]);

/** What an error from the engine means: a refusal by our rules, an engine that is away, or (undefined) a fault. */
export function readEngineFailure(error: unknown): RuleViolation | 'away' | undefined {
  for (const cause of causesOf(error)) {
    if (cause instanceof ApplicationFailure) {
      const code = ruleCodes.find((known) => known === cause.type);
      if (code) return violationOf(code, cause);
    }
    if (cause instanceof WorkflowNotFoundError) {
      return {
        code: 'engine.case-not-started',
        message: 'The case is not running in the engine',
        retryAfterSeconds: 2,
      };
    }
    if (cause instanceof WorkflowUpdateRPCTimeoutOrCancelledError) return 'away';
    if (isGrpcServiceError(cause) && passing.has(cause.code)) return 'away';
  }
  return undefined;
}

/** Its first detail, when it is one, is the whole violation with places and single findings. */
function violationOf(code: RuleCode, { message, details }: ApplicationFailure): RuleViolation {
  const detail = details?.[0] as RuleViolation | undefined;
  return detail?.code === code ? detail : { code, message };
}

function* causesOf(error: unknown): Generator<unknown> {
  for (let at = error, depth = 0; at instanceof Error && depth < 10; at = at.cause, depth++) yield at;
}
