import { sql } from 'drizzle-orm';
import type { DbOrTx } from '#db/connect.ts';

/** Whose some lots ever were, wherever: told past anybody's sight, because it is asked to refuse and never answered. */
export async function findOwnersOfLots(
  db: DbOrTx,
  lotIds: readonly string[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const rows = await db.execute<{ lotId: string; ownerIds: string[] }>(sql`
    select lot_id as "lotId", owners_of_lot(lot_id) as "ownerIds"
      from (select distinct value::uuid as lot_id from jsonb_array_elements_text(${JSON.stringify(lotIds)}::jsonb)) asked`);
  return new Map(rows.filter(({ ownerIds }) => ownerIds.length > 0).map(({ lotId, ownerIds }) => [lotId, ownerIds]));
}
