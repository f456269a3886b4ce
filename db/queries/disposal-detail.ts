import { and, asc, desc, eq, or, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import type { DbOrTx } from '#db/connect.ts';
import {
  auditEntries,
  destructionPapers,
  destructions,
  disposalApprovals,
  disposalDifferences,
  disposals,
  documents,
  holds,
  items,
  legalEntities,
  locations,
  lots,
  parties,
  quarantineReviews,
  sites,
  tasks,
  writeOffs,
  writeOffValuations,
} from '#db/schema/index.ts';

/** A disposal with its hold, lot, item, supplier, and the review that decided it. */
export async function findDisposal(db: DbOrTx, disposalId: string) {
  const holdSite = alias(sites, 'hold_site');
  const [found] = await db
    .select({
      disposal: disposals,
      hold: holds,
      lot: lots,
      item: items,
      supplier: { code: parties.code, name: parties.name },
      site: { code: holdSite.code, name: holdSite.name, timeZone: holdSite.timeZone },
      origin: { state: quarantineReviews.state },
    })
    .from(disposals)
    .innerJoin(holds, eq(holds.id, disposals.holdId))
    .innerJoin(lots, eq(lots.id, disposals.lotId))
    .innerJoin(items, eq(items.id, lots.itemId))
    .leftJoin(quarantineReviews, eq(quarantineReviews.id, disposals.originId))
    .leftJoin(parties, eq(parties.id, lots.supplierId))
    .leftJoin(holdSite, eq(holdSite.id, holds.siteId))
    .where(eq(disposals.id, disposalId));
  return found;
}

/** Who approved beside the one who decided. */
export const readApprovals = (db: DbOrTx, disposalId: string) =>
  db
    .select()
    .from(disposalApprovals)
    .where(eq(disposalApprovals.disposalId, disposalId))
    .orderBy(asc(disposalApprovals.approvedAt), asc(disposalApprovals.approvedBy));

/** The runs of a destruction, in their order. */
export const readRuns = (db: DbOrTx, disposalId: string) =>
  db.select().from(destructions).where(eq(destructions.disposalId, disposalId)).orderBy(asc(destructions.run));

/** The papers, each with the hash of its document. */
export const readPapers = (db: DbOrTx, disposalId: string) =>
  db
    .select({
      paper: destructionPapers,
      document: { fileName: documents.fileName, mediaType: documents.mediaType, sha256: documents.sha256 },
    })
    .from(destructionPapers)
    .innerJoin(documents, eq(documents.id, destructionPapers.documentId))
    .where(eq(destructionPapers.disposalId, disposalId))
    .orderBy(asc(destructionPapers.id));

/** Differences that were settled. */
export const readDifferences = (db: DbOrTx, disposalId: string) =>
  db
    .select({ difference: disposalDifferences, location: locations.code, site: sites.code, owner: legalEntities.code })
    .from(disposalDifferences)
    .innerJoin(locations, eq(locations.id, disposalDifferences.locationId))
    .innerJoin(sites, eq(sites.id, locations.siteId))
    .innerJoin(legalEntities, eq(legalEntities.id, disposalDifferences.ownerId))
    .where(eq(disposalDifferences.disposalId, disposalId))
    .orderBy(asc(disposalDifferences.id));

/** What was written off, by owner and site. */
export const readWriteOffs = (db: DbOrTx, disposalId: string) =>
  db
    .select({
      writeOff: writeOffs,
      valuation: writeOffValuations,
      entity: legalEntities.code,
      entityName: legalEntities.name,
      site: sites.code,
    })
    .from(writeOffs)
    .innerJoin(legalEntities, eq(legalEntities.id, writeOffs.entityId))
    .innerJoin(sites, eq(sites.id, writeOffs.siteId))
    .leftJoin(writeOffValuations, eq(writeOffValuations.writeOffId, writeOffs.id))
    .where(eq(writeOffs.disposalId, disposalId))
    .orderBy(asc(writeOffs.id));

/** The tasks of a disposal, the newest last. */
export const readDisposalTasks = (db: DbOrTx, disposalId: string) =>
  db
    .select()
    .from(tasks)
    .where(and(eq(tasks.subjectKind, 'disposal'), eq(tasks.subjectId, disposalId)))
    .orderBy(asc(tasks.id));

/** What happened to a disposal and its runs, the newest first, at most two hundred entries. */
export const readDisposalHistory = (db: DbOrTx, disposalId: string) =>
  db
    .select()
    .from(auditEntries)
    .where(
      or(
        and(eq(auditEntries.subjectKind, 'disposal'), eq(auditEntries.subjectId, disposalId)),
        and(
          eq(auditEntries.subjectKind, 'destruction'),
          sql`${auditEntries.subjectId} in (select id::text from destructions where disposal_id = ${disposalId}::uuid)`,
        ),
      ),
    )
    .orderBy(desc(auditEntries.position))
    .limit(200);
