import { authorize, type Caller, type Scope } from './caller.ts';
import { hasReason } from './quarantine-review.ts';
import { type Result, refuse } from './result.ts';

/** A write-off as its rules need it: whose and where, and who gave it a cost, where it has one. */
export type WriteOff = { scope: Scope; currency: string; valuedBy: string | null };

/** May this caller give a write-off the cost it was recorded without? Once, and with a reason: it changes nothing else. */
export function mayValue(caller: Caller, { scope, valuedBy }: WriteOff, { reason }: { reason: string }): Result<void> {
  const entitled = authorize(caller, 'write-off.value', scope);
  if (!entitled.ok) return entitled;
  return valuedBy === null
    ? hasReason(reason)
    : refuse('write-off.valued-already', `This write-off has its cost already: ${valuedBy}`);
}
