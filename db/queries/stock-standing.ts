import { and, eq, inArray, isNull } from 'drizzle-orm';
import type { DbOrTx } from '#db/connect.ts';
import { holds, legalEntities, locations, lots, sites, stock } from '#db/schema/index.ts';
import { type Reach, reaches } from '#domain/holds.ts';

/** Stock as it stands: where, whose, in what condition, how much in base units. */
export type StandingStock = Awaited<ReturnType<typeof readStockOfLots>>[number];
export type ActiveHold = Reach & { id: string; number: string; rule: string; recordedAt: Date };

/** All stock of some lots at real places, in a steady order. */
export async function readStockOfLots(db: DbOrTx, lotIds: readonly string[]) {
  return await db
    .select({
      lotId: stock.lotId,
      lotCode: lots.code,
      siteId: sites.id,
      siteCode: sites.code,
      locationId: locations.id,
      locationCode: locations.code,
      ownerId: legalEntities.id,
      ownerCode: legalEntities.code,
      condition: stock.condition,
      quantity: stock.quantity,
    })
    .from(stock)
    .innerJoin(lots, eq(lots.id, stock.lotId))
    .innerJoin(locations, eq(locations.id, stock.locationId))
    .innerJoin(sites, eq(sites.id, locations.siteId))
    .innerJoin(legalEntities, eq(legalEntities.id, stock.ownerId))
    .where(inArray(stock.lotId, [...new Set(lotIds)]))
    .orderBy(lots.code, sites.code, locations.code, legalEntities.code, stock.condition);
}

/** Every hold that reaches any stock of these lots, whatever decides about it, the oldest first. */
export async function readActiveHolds(db: DbOrTx, lotIds: readonly string[]): Promise<ActiveHold[]> {
  return await db
    .select({
      id: holds.id,
      number: holds.number,
      lotId: holds.lotId,
      siteId: holds.siteId,
      locationId: holds.locationId,
      rule: holds.rule,
      recordedAt: holds.recordedAt,
    })
    .from(holds)
    .where(and(inArray(holds.lotId, [...new Set(lotIds)]), isNull(holds.endedAt)))
    .orderBy(holds.id);
}

/** The holds that reach one place of a lot. */
export const holdsOn = (
  active: readonly ActiveHold[],
  place: { lotId: string; siteId: string; locationId: string },
): ActiveHold[] => active.filter((hold) => reaches(hold, place));
