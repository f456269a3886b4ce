import { desc, eq, getTableColumns, sql } from 'drizzle-orm';
import type { DbOrTx } from '#db/connect.ts';
import { itemSpecifications, items } from '#db/schema/index.ts';
import { nameOfActor } from './iso-text.ts';

/** The versions of an item's specification, the latest first; undefined where there is no such item. */
export async function listSpecifications(db: DbOrTx, item: string) {
  const [found] = await db.select({ id: items.id }).from(items).where(eq(items.code, item));
  return (
    found &&
    (await db
      .select({
        ...getTableColumns(itemSpecifications),
        proposedByName: sql<string>`${nameOfActor(sql`${itemSpecifications.proposedBy}`)}`,
        approvedByName: sql<string>`${nameOfActor(sql`${itemSpecifications.approvedBy}`)}`,
      })
      .from(itemSpecifications)
      .where(eq(itemSpecifications.itemId, found.id))
      .orderBy(desc(itemSpecifications.version)))
  );
}
