import { and, eq, inArray, isNull } from 'drizzle-orm';
import type { Tx } from '#db/connect.ts';
import { latestInspection } from '#db/queries/release-detail.ts';
import { releaseApprovals } from '#db/schema/release-approvals.ts';
import { runningReleaseStates } from '#domain/release-approval.ts';
import { changeRelease } from './change-release.ts';
import type { Actor, OperationContext } from './context.ts';
import { refreshOutcome } from './refresh-release.ts';
import { lockRelease } from './release-case.ts';
import { stopRelease } from './stop-release.ts';

/**
 * Has releases without a specification go by what an inspection of their lot at their site has just found: one that failed ends
 * them with its hold.
 */
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
        isNull(releaseApprovals.limitId),
        inArray(releaseApprovals.state, [...runningReleaseStates]),
      ),
    )
    .orderBy(releaseApprovals.id);
  for (const row of rows) {
    const inspected = await latestInspection(tx, row.lotId, siteId);
    if (inspected?.result === 'fail') await failByInspection(tx, context, actor, row.id, inspected.number);
    else await refreshOutcome(tx, context, actor, row);
  }
}

async function failByInspection(
  tx: Tx,
  context: OperationContext,
  actor: Actor,
  releaseId: string,
  inspection: string,
): Promise<void> {
  const locked = await lockRelease(tx, releaseId, context.clock.now());
  if (!locked.ok) throw new Error(locked.violation.message);
  await changeRelease(tx, releaseId, { outcome: 'fail' });
  await stopRelease(tx, context, actor, locked.value, {
    state: 'failed',
    rule: 'failed_inspection',
    automatic: true,
    reason: `Inspection ${inspection} failed`,
    lasting: true,
  });
}
