import { and, asc, desc, eq, getTableColumns, lte } from 'drizzle-orm';
import type { DbOrTx } from '#db/connect.ts';
import {
  holds,
  inspectionLots,
  inspections,
  itemSpecifications,
  items,
  legalEntities,
  lots,
  parties,
  quarantineReviews,
  releaseApprovals,
  releaseDecisionRows,
  releaseResults,
  signatures,
  sites,
} from '#db/schema/index.ts';

/** A release with its lot, item, place, owner, specification, and the hold it may have left. */
export async function findRelease(db: DbOrTx, releaseId: string) {
  const [found] = await db
    .select({
      row: releaseApprovals,
      lot: lots,
      item: items,
      supplier: { code: parties.code, name: parties.name, riskScore: parties.riskScore },
      site: { id: sites.id, code: sites.code, name: sites.name, timeZone: sites.timeZone },
      owner: { id: legalEntities.id, code: legalEntities.code },
      specification: itemSpecifications,
      hold: { holdId: holds.id, number: holds.number, endedAt: holds.endedAt },
      review: { reviewId: quarantineReviews.id, reviewNumber: quarantineReviews.number },
    })
    .from(releaseApprovals)
    .innerJoin(lots, eq(lots.id, releaseApprovals.lotId))
    .innerJoin(items, eq(items.id, lots.itemId))
    .innerJoin(sites, eq(sites.id, releaseApprovals.siteId))
    .innerJoin(legalEntities, eq(legalEntities.id, releaseApprovals.ownerId))
    .leftJoin(parties, eq(parties.id, lots.supplierId))
    .leftJoin(itemSpecifications, eq(itemSpecifications.id, releaseApprovals.specificationId))
    .leftJoin(holds, eq(holds.id, releaseApprovals.holdId))
    .leftJoin(quarantineReviews, eq(quarantineReviews.holdId, holds.id))
    .where(eq(releaseApprovals.id, releaseId))
    .orderBy(desc(quarantineReviews.openedAt))
    .limit(1);
  return found;
}

/** Every value entered, the earlier ones first; the last of a characteristic and sample is the one that counts. */
export const readEnteredResults = (db: DbOrTx, releaseId: string) =>
  db
    .select()
    .from(releaseResults)
    .where(eq(releaseResults.releaseId, releaseId))
    .orderBy(asc(releaseResults.version), asc(releaseResults.characteristic), asc(releaseResults.sample));

/** What people decided in a release, in order. */
export const readReleaseDecisions = (db: DbOrTx, releaseId: string) =>
  db
    .select({
      ...getTableColumns(releaseDecisionRows),
      signature: {
        signatureId: signatures.id,
        printedName: signatures.printedName,
        signedAt: signatures.signedAt,
        timeZone: signatures.timeZone,
        meaning: signatures.meaning,
      },
    })
    .from(releaseDecisionRows)
    .leftJoin(signatures, eq(signatures.id, releaseDecisionRows.signatureId))
    .where(eq(releaseDecisionRows.releaseId, releaseId))
    .orderBy(asc(releaseDecisionRows.decidedAt), asc(releaseDecisionRows.id));

/** The specification of an item that is in effect at an instant: the highest version that has begun. */
export async function specificationInEffect(db: DbOrTx, itemId: string, at: Date) {
  const [found] = await db
    .select()
    .from(itemSpecifications)
    .where(and(eq(itemSpecifications.itemId, itemId), lte(itemSpecifications.effectiveFrom, at)))
    .orderBy(desc(itemSpecifications.version))
    .limit(1);
  return found;
}

/** What the latest inspection of a lot at a site said, or undefined where there was none. */
export async function latestInspection(db: DbOrTx, lotId: string, siteId: string) {
  const [found] = await db
    .select({ number: inspections.number, result: inspections.result })
    .from(inspectionLots)
    .innerJoin(inspections, eq(inspections.id, inspectionLots.inspectionId))
    .where(and(eq(inspectionLots.lotId, lotId), eq(inspections.siteId, siteId)))
    .orderBy(desc(inspections.happenedAt), desc(inspections.id))
    .limit(1);
  return found;
}
