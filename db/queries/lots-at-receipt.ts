import { and, inArray } from 'drizzle-orm';
import type { DbOrTx } from '#db/connect.ts';
import { certificates, lots } from '#db/schema/index.ts';

export type LotAtReceipt = typeof lots.$inferSelect;
export type CertificateOnRecord = typeof certificates.$inferSelect;

/** Lots as they are before more of them arrives. Only under their locks is it certain. */
export const readLotsAtReceipt = async (db: DbOrTx, lotIds: readonly string[]): Promise<LotAtReceipt[]> =>
  await db
    .select()
    .from(lots)
    .where(inArray(lots.id, [...lotIds]));

/** Papers of lots, announced and withdrawn ones too. */
export const readCertificatesOfLots = async (db: DbOrTx, lotIds: readonly string[]): Promise<CertificateOnRecord[]> =>
  await db
    .select()
    .from(certificates)
    .where(inArray(certificates.lotId, [...lotIds]))
    .orderBy(certificates.id);

/** The lots of these suppliers that are known by these item ids and lot numbers. */
export async function findSupplierLots(
  db: DbOrTx,
  supplierIds: readonly string[],
  stated: readonly { itemId: string; supplierLotNumber: string }[],
): Promise<Pick<LotAtReceipt, 'id' | 'code' | 'itemId' | 'supplierLotNumber'>[]> {
  return await db
    .select({ id: lots.id, code: lots.code, itemId: lots.itemId, supplierLotNumber: lots.supplierLotNumber })
    .from(lots)
    .where(
      and(
        inArray(lots.supplierId, [...supplierIds]),
        inArray(lots.itemId, [...new Set(stated.map(({ itemId }) => itemId))]),
        inArray(lots.supplierLotNumber, [...new Set(stated.map(({ supplierLotNumber }) => supplierLotNumber))]),
      ),
    );
}
