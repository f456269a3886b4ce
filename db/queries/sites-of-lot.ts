import { sql } from 'drizzle-orm';
import type { DbOrTx } from '#db/connect.ts';

/** Ids of the sites where a lot arrived or stands. */
export async function findSitesOfLot(db: DbOrTx, lotId: string): Promise<string[]> {
  const rows = await db.execute<{ siteId: string }>(sql`
    select receipt.site_id as "siteId" from receipt_lines line join receipts receipt on receipt.id = line.receipt_id
     where line.lot_id = ${lotId}
    union
    select place.site_id from stock join locations place on place.id = stock.location_id where stock.lot_id = ${lotId}`);
  return rows.map(({ siteId }) => siteId);
}
