import { and, eq, inArray, isNull } from 'drizzle-orm';
import type { DbOrTx } from '#db/connect.ts';
import { releaseApprovals, releaseLimits } from '#db/schema/release-approvals.ts';

/** The limits in force that the stock of some lots was released under: what `mayAllocate` in `domain/release-limits.ts` asks. */
export async function readReleaseLimits(db: DbOrTx, lotIds: readonly string[]) {
  if (lotIds.length === 0) return [];
  return await db
    .select({
      id: releaseLimits.id,
      releaseId: releaseLimits.releaseId,
      number: releaseApprovals.number,
      lotId: releaseLimits.lotId,
      ownerId: releaseLimits.ownerId,
      siteId: releaseLimits.siteId,
      locationId: releaseLimits.locationId,
      customerIds: releaseLimits.customerIds,
      useBy: releaseLimits.useBy,
    })
    .from(releaseLimits)
    .innerJoin(releaseApprovals, eq(releaseApprovals.id, releaseLimits.releaseId))
    .where(and(inArray(releaseLimits.lotId, [...new Set(lotIds)]), isNull(releaseLimits.endedAt)))
    .orderBy(releaseLimits.id);
}
