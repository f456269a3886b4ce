import { eq } from 'drizzle-orm';
import type { DbOrTx } from '#db/connect.ts';
import { items, lots } from '#db/schema/index.ts';

/** The category of a lot's item: what grants of one category go by. Undefined where there is no lot. */
export async function categoryOfLot(db: DbOrTx, lotId: string | null): Promise<string | undefined> {
  if (lotId === null) return undefined;
  const [found] = await db
    .select({ category: items.category })
    .from(lots)
    .innerJoin(items, eq(items.id, lots.itemId))
    .where(eq(lots.id, lotId));
  return found?.category;
}
