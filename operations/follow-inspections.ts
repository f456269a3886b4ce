import { and, eq, inArray, isNull } from 'drizzle-orm';
import type { Tx } from '#db/connect.ts';
import { releaseApprovals } from '#db/schema/release-approvals.ts';
import { runningReleaseStates } from '#domain/release-approval.ts';
import type { Actor, OperationContext } from './context.ts';
import { refreshOutcome } from './refresh-release.ts';

/** Has releases without a specification go by what an inspection of their lot at their site has just found. */
export async function followInspections(
  tx: Tx,
  context: OperationContext,
  actor: Actor,
  { siteId, lotIds }: { siteId: string; lotIds: readonly string[] },
): Promise<void> {
  const rows = await tx
    .select()
    .from(releaseApprovals)
    .where(
      and(
        inArray(releaseApprovals.lotId, [...lotIds]),
        eq(releaseApprovals.siteId, siteId),
        isNull(releaseApprovals.specificationId),
        inArray(releaseApprovals.state, [...runningReleaseStates]),
      ),
    )
    .orderBy(releaseApprovals.id);
  for (const row of rows) await refreshOutcome(tx, context, actor, row);
}
