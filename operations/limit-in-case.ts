import { eq } from 'drizzle-orm';
import type { DbOrTx } from '#db/connect.ts';
import type { StandingStock } from '#db/queries/stock-standing.ts';
import { releaseLimits } from '#db/schema/release-approvals.ts';
import { reaches } from '#domain/holds.ts';
import type { ReleaseConditions } from '#domain/release-approval.ts';
import { codesOf } from './limit-case.ts';

/** The conditions a release approval is about, as they were when it was proposed to change them. */
export type LimitInCase = {
  id: string;
  lotId: string;
  ownerId: string;
  siteId: string | null;
  locationId: string | null;
  conditions: ReleaseConditions;
};

export async function limitOf(db: DbOrTx, { limitId }: { limitId: string | null }): Promise<LimitInCase | null> {
  if (limitId === null) return null;
  const [row] = await db.select().from(releaseLimits).where(eq(releaseLimits.id, limitId));
  if (!row) throw new Error(`The limit ${limitId} was there and is gone`);
  const { id, lotId, ownerId, siteId, locationId, useBy } = row;
  return {
    id,
    lotId,
    ownerId,
    siteId,
    locationId,
    conditions: { customers: await codesOf(db, row.customerIds), useBy },
  };
}

/** Whether stock that was released stands under these conditions. */
export const isUnder = (limit: LimitInCase, stock: StandingStock): boolean =>
  stock.condition !== 'pending_inspection' && stock.ownerId === limit.ownerId && reaches(limit, stock);
