import {
  readCertificatesOfLot,
  readDefectsOfLot,
  readDocumentsOf,
  readInspectionsOfLot,
  readReadingsAt,
  readReceiptsOfLot,
} from '#db/queries/lot-papers.ts';
import { readSupplierRecord } from '#db/queries/supplier-record.ts';
import { authorize, type Caller } from '#domain/caller.ts';
import type { OperationContext } from '#operations/context.ts';
import type { ReleaseCase } from '#operations/release-case.ts';

const readingsShown = 50;
const yearInMilliseconds = 365 * 86_400_000;

/** The papers of a release's lot, as far as this caller may see them, and how its supplier has fared. */
export async function papersOfRelease(
  { db, clock }: Pick<OperationContext, 'db' | 'clock'>,
  caller: Caller,
  { row, lot, item, supplier, waitingStock }: ReleaseCase,
) {
  const sees = (siteId: string, entityId?: string) => authorize(caller, 'lot.read', { siteId, entityId }).ok;
  const since = new Date(clock.now().getTime() - yearInMilliseconds);
  const [allReceipts, defects, certificates, allInspections, readings, lastYear] = await Promise.all([
    readReceiptsOfLot(db, lot.id),
    readDefectsOfLot(db, lot.id),
    readCertificatesOfLot(db, lot.id),
    readInspectionsOfLot(db, lot.id),
    readReadingsAt(
      db,
      waitingStock.map(({ locationId }) => locationId),
      readingsShown,
    ),
    lot.supplierId === null ? null : readSupplierRecord(db, { supplierId: lot.supplierId, itemId: item.id, since }),
  ]);
  const receipts = allReceipts.filter(({ siteId, ownerId }) => sees(siteId, ownerId));
  const documents = await readDocumentsOf(db, [
    { kind: 'release_approval', id: row.id },
    { kind: 'lot', id: lot.id },
    ...[...new Set(receipts.map(({ receiptId }) => receiptId))].map((id) => ({ kind: 'receipt' as const, id })),
    ...certificates.map(({ id }) => ({ kind: 'certificate' as const, id })),
  ]);
  return {
    supplier:
      supplier && lastYear
        ? { supplier: supplier.code, name: supplier.name, riskScore: supplier.riskScore, lastYear }
        : null,
    certificates: certificates.map((one) => ({ ...one, certificateId: one.id })),
    receipts: receipts.map((line) => ({
      ...line,
      happenedAt: line.happenedAt.toISOString(),
      defects: defects
        .filter((defect) => defect.receiptId === line.receiptId && defect.line === line.line)
        .map(({ message }) => message),
    })),
    inspections: allInspections
      .filter(({ siteId }) => sees(siteId))
      .map((one) => ({ ...one, happenedAt: one.happenedAt.toISOString() })),
    readings: readings.map((one) => ({ ...one, happenedAt: one.happenedAt.toISOString() })),
    documents,
  };
}
