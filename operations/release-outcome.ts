import type { Tx } from '#db/connect.ts';
import type { releaseApprovals } from '#db/schema/release-approvals.ts';
import { millisecondsOfMinutes } from '#domain/policy-values.ts';
import type { ReleasingDecision } from '#domain/release-approval.ts';
import type { OperationContext } from './context.ts';
import { readPolicyBook } from './policy-book.ts';
import { policyScopeOfRelease, type ReleaseCase } from './release-case.ts';

/**
 * Where a release stands once stock was freed: over when nothing waits any more and its results are in; open for the rest
 * after a part; owed its results after an urgent one, for as long from now as policy gives a release.
 */
export async function nextReleaseState(
  tx: Tx,
  context: OperationContext,
  releaseCase: ReleaseCase,
  { act, nothingLeft }: { act: ReleasingDecision; nothingLeft: boolean },
): Promise<Partial<typeof releaseApprovals.$inferInsert>> {
  const now = context.clock.now();
  if (act === 'approve') return nothingLeft ? { state: 'approved', closedAt: now } : { state: 'open' };
  const book = await readPolicyBook(tx, now, ['release_due_after_minutes']);
  const { value, rowIds } = book.read('release_due_after_minutes', policyScopeOfRelease(releaseCase));
  const dueAt = new Date(now.getTime() + millisecondsOfMinutes(value));
  const policyIds = [...new Set([...releaseCase.row.policyIds, ...rowIds])];
  return { state: 'released_urgently', dueAt, policyIds };
}
