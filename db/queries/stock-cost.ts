import { sql } from 'drizzle-orm';
import type { DbOrTx } from '#db/connect.ts';

export type CostOfOwner = { ownerId: string; amountPerBaseUnit: string; currency: string };

/** What an item costs each owner on a day: the latest standard cost in effect. Owners without one are left out. */
export async function readCosts(
  db: DbOrTx,
  { itemId, ownerIds, day }: { itemId: string; ownerIds: readonly string[]; day: string },
): Promise<CostOfOwner[]> {
  if (ownerIds.length === 0) return [];
  return await db.execute<CostOfOwner>(sql`
    select distinct on (entity_id) entity_id as "ownerId", amount_per_base_unit::text as "amountPerBaseUnit", currency
      from item_costs
     where item_id = ${itemId} and entity_id = any(${sql.param(`{${ownerIds.join(',')}}`)}::uuid[]) and effective_from <= ${day}
     order by entity_id, effective_from desc`);
}
