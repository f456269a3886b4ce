import { and, asc, desc, eq, inArray, or, sql } from 'drizzle-orm';
import type { DbOrTx } from '#db/connect.ts';
import {
  certificates,
  documentLinks,
  type documentSubjectKinds,
  documents,
  inspectionLots,
  inspections,
  locations,
  receiptDefects,
  receiptLines,
  receipts,
  sites,
  temperatureReadings,
} from '#db/schema/index.ts';

/** How a lot arrived: each line of a receipt as it was stated on the dock, the newest first. */
export const readReceiptsOfLot = (db: DbOrTx, lotId: string) =>
  db
    .select({
      receiptId: receipts.id,
      number: receipts.number,
      siteId: receipts.siteId,
      ownerId: receipts.ownerId,
      site: sites.code,
      line: receiptLines.line,
      quantity: receiptLines.statedQuantity,
      unit: receiptLines.statedUnit,
      manufacturedOn: receiptLines.statedManufacturedOn,
      expiresOn: receiptLines.statedExpiresOn,
      temperatureOnArrival: receipts.temperatureOnArrival,
      receivedBy: receipts.receivedBy,
      happenedAt: receipts.happenedAt,
    })
    .from(receiptLines)
    .innerJoin(receipts, eq(receipts.id, receiptLines.receiptId))
    .innerJoin(sites, eq(sites.id, receipts.siteId))
    .where(eq(receiptLines.lotId, lotId))
    .orderBy(desc(receipts.happenedAt), asc(receiptLines.line));

/** What was wrong with those lines. */
export const readDefectsOfLot = (db: DbOrTx, lotId: string) =>
  db
    .select({
      receiptId: receiptDefects.receiptId,
      line: receiptDefects.line,
      code: receiptDefects.code,
      consequence: receiptDefects.consequence,
      message: receiptDefects.message,
    })
    .from(receiptDefects)
    .innerJoin(
      receiptLines,
      sql`(${receiptLines.receiptId}, ${receiptLines.line}) = (${receiptDefects.receiptId}, ${receiptDefects.line})`,
    )
    .where(eq(receiptLines.lotId, lotId));

export const readCertificatesOfLot = (db: DbOrTx, lotId: string) =>
  db.select().from(certificates).where(eq(certificates.lotId, lotId)).orderBy(asc(certificates.recordedAt));

export const readInspectionsOfLot = (db: DbOrTx, lotId: string) =>
  db
    .select({
      inspectionId: inspections.id,
      number: inspections.number,
      siteId: inspections.siteId,
      site: sites.code,
      result: inspections.result,
      checks: inspections.checks,
      inspectedBy: inspections.inspectedBy,
      happenedAt: inspections.happenedAt,
    })
    .from(inspectionLots)
    .innerJoin(inspections, eq(inspections.id, inspectionLots.inspectionId))
    .innerJoin(sites, eq(sites.id, inspections.siteId))
    .where(eq(inspectionLots.lotId, lotId))
    .orderBy(desc(inspections.happenedAt));

/** The latest readings at some places, at most `limit`. */
export async function readReadingsAt(db: DbOrTx, locationIds: readonly string[], limit: number) {
  if (locationIds.length === 0) return [];
  return await db
    .select({
      readingId: temperatureReadings.id,
      location: locations.code,
      site: sites.code,
      sensor: temperatureReadings.sensor,
      celsius: temperatureReadings.celsius,
      minutesOutside: temperatureReadings.minutesOutside,
      allowedMin: locations.temperatureMin,
      allowedMax: locations.temperatureMax,
      happenedAt: temperatureReadings.happenedAt,
    })
    .from(temperatureReadings)
    .innerJoin(locations, eq(locations.id, temperatureReadings.locationId))
    .innerJoin(sites, eq(sites.id, locations.siteId))
    .where(inArray(temperatureReadings.locationId, [...new Set(locationIds)]))
    .orderBy(desc(temperatureReadings.happenedAt))
    .limit(limit);
}

type Subject = { kind: (typeof documentSubjectKinds)[number]; id: string };

/** Documents linked to any of these records, each once. */
export async function readDocumentsOf(db: DbOrTx, subjects: readonly Subject[]) {
  if (subjects.length === 0) return [];
  return await db
    .selectDistinct({
      documentId: documents.id,
      fileName: documents.fileName,
      mediaType: documents.mediaType,
      sizeBytes: documents.sizeBytes,
      sha256: documents.sha256,
      uploadedAt: documents.uploadedAt,
    })
    .from(documentLinks)
    .innerJoin(documents, eq(documents.id, documentLinks.documentId))
    .where(
      or(...subjects.map(({ kind, id }) => and(eq(documentLinks.subjectKind, kind), eq(documentLinks.subjectId, id)))),
    )
    .orderBy(asc(documents.uploadedAt));
}
