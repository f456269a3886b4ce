import { eq } from 'drizzle-orm';
import type { Tx } from '#db/connect.ts';
import { readReleaseLimits } from '#db/queries/release-limits.ts';
import { releaseLimits } from '#db/schema/release-approvals.ts';
import { extendReach, reaches } from '#domain/holds.ts';
import { limitsOn } from '#domain/release-limits.ts';
import type { Actor, OperationContext } from './context.ts';
import { writeAudit } from './write-audit.ts';

/** Stock on its way within the lot: whose, from where and to where. */
export type MovedStock = {
  lotId: string;
  ownerId: string;
  from: { siteId: string; locationId: string };
  to: { siteId: string; locationId: string };
};

/**
 * Has the limits of a conditional release go with stock that leaves their reach, before it moves: as a hold does, from a
 * location to its site, from a site to everywhere. Stock is limited rather too much than too little.
 */
export async function widenReleaseLimits(
  tx: Tx,
  context: OperationContext,
  actor: Actor,
  moved: readonly MovedStock[],
): Promise<void> {
  const limits = await readReleaseLimits(
    tx,
    moved.map(({ lotId }) => lotId),
  );
  for (const limit of limits) {
    let reach = { lotId: limit.lotId, siteId: limit.siteId, locationId: limit.locationId };
    for (const { lotId, ownerId, from, to } of moved)
      if (
        limitsOn([{ ...limit, ...reach }], { lotId, ownerId, ...from }).length > 0 &&
        !reaches(reach, { lotId, ...to })
      )
        reach = extendReach(reach, { lotId, ...to });
    if (reach.siteId === limit.siteId && reach.locationId === limit.locationId) continue;
    await tx
      .update(releaseLimits)
      .set({ siteId: reach.siteId, locationId: reach.locationId })
      .where(eq(releaseLimits.id, limit.id));
    await writeAudit(tx, context, actor, [
      {
        action: 'release_limit.widened',
        subjectKind: 'release_approval',
        subjectId: limit.releaseId,
        lotId: limit.lotId,
        entityId: limit.ownerId,
        siteId: limit.siteId,
        before: { number: limit.number, siteId: limit.siteId, locationId: limit.locationId },
        after: { number: limit.number, siteId: reach.siteId, locationId: reach.locationId },
      },
    ]);
  }
}
