import type { PgColumn, PgTable } from 'drizzle-orm/pg-core';
import type { DbOrTx } from '#db/connect.ts';
import { items, legalEntities, parties, sites } from '#db/schema/master-data.ts';

/** All codes of the nouns that other records name. For imports: thousands of rows, read once. */
export async function readCodes(db: DbOrTx): Promise<Record<'entity' | 'site' | 'party' | 'item', string[]>> {
  const codesOf = async (table: PgTable & { code: PgColumn }): Promise<string[]> => {
    const rows = await db.select({ code: table.code }).from(table);
    return rows.map((row) => String(row.code));
  };
  return {
    entity: await codesOf(legalEntities),
    site: await codesOf(sites),
    party: await codesOf(parties),
    item: await codesOf(items),
  };
}

/** The ids behind codes of one noun; a code that is not there is not in the answer. */
export async function readIds(
  db: DbOrTx,
  table: PgTable & { code: PgColumn; id: PgColumn },
): Promise<Map<string, string>> {
  const rows = await db.select({ code: table.code, id: table.id }).from(table);
  return new Map(rows.map((row) => [String(row.code), String(row.id)]));
}
