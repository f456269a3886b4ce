import { sql } from 'drizzle-orm';
import type { DbOrTx } from '#db/connect.ts';

export type GtinHolder = { gtin: string; itemId: string; code: string };

/** Which items have these GTINs, of their own or of one of their units. */
export async function readGtinHolders(db: DbOrTx, gtins: readonly string[]): Promise<readonly GtinHolder[]> {
  if (gtins.length === 0) return [];
  const asked = sql`(select jsonb_array_elements_text(${JSON.stringify(gtins)}::jsonb))`;
  return await db.execute<GtinHolder>(sql`
    select item.gtin, item.id as "itemId", item.code from items item where item.gtin in ${asked}
    union
    select unit.gtin, item.id, item.code from item_units unit join items item on item.id = unit.item_id where unit.gtin in ${asked}`);
}

/** Of some items, those that have lots: what their quantities are counted in cannot change any more. */
export async function readItemsWithLots(db: DbOrTx, itemIds: readonly string[]): Promise<ReadonlySet<string>> {
  if (itemIds.length === 0) return new Set();
  const rows = await db.execute<{ id: string }>(sql`
    select asked.id from (select jsonb_array_elements_text(${JSON.stringify(itemIds)}::jsonb)::uuid as id) asked
     where exists (select from lots where lots.item_id = asked.id)`);
  return new Set(rows.map(({ id }) => id));
}

/** Of some codes of parties or sites, those that there are. */
export async function readKnownCodes(
  db: DbOrTx,
  table: 'parties' | 'sites',
  codes: readonly string[],
): Promise<ReadonlySet<string>> {
  if (codes.length === 0) return new Set();
  const rows = await db.execute<{ code: string }>(sql`
    select code from ${sql.identifier(table)}
     where code in (select jsonb_array_elements_text(${JSON.stringify(codes)}::jsonb))`);
  return new Set(rows.map(({ code }) => code));
}
