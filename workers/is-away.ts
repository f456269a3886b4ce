import { isGrpcServiceError } from '@temporalio/client';

/** gRPC's CANCELLED, DEADLINE_EXCEEDED, RESOURCE_EXHAUSTED and UNAVAILABLE. */
const passing = new Set([1, 4, 8, 14]);

/** Whether an error says that the engine is away or too busy, not that it refuses. */
export function isAway(error: unknown): boolean {
  for (let at = error; at instanceof Error; at = at.cause) if (isGrpcServiceError(at)) return passing.has(at.code);
  return false;
}
