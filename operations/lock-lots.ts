import { sql } from 'drizzle-orm';
import type { Tx } from '#db/connect.ts';

/**
 * The lock protocol of law 4. Whoever changes a lot's stock, holds or decisions first takes the lot's advisory lock, in a
 * statement of its own before anything is read, all lots of the transaction at once and in the order of their keys. So a
 * hold and a move of one lot never overlap, whoever comes second sees what the first committed, and nobody deadlocks.
 */
export const lockLots = (tx: Tx, lotIds: readonly string[]): Promise<void> => lockInOrder(tx, lotIds);

/**
 * Readings of a place are judged together, so whoever records some of them waits for the others. Taken before the locks of
 * lots, and by nobody who has one already.
 */
export const lockPlaces = (tx: Tx, locationIds: readonly string[]): Promise<void> => lockInOrder(tx, locationIds);

async function lockInOrder(tx: Tx, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await tx.execute(sql`
    select pg_advisory_xact_lock(key) from (
      select distinct hashtextextended(id, 0) as key from unnest(${sql.param(`{${ids.join(',')}}`)}::text[]) id order by 1
    ) in_order`);
}
