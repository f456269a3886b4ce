import { inArray } from 'drizzle-orm';
import type { DbOrTx } from '#db/connect.ts';
import { items } from '#db/schema/master-data.ts';
import { localOverrides } from '#db/schema/master-data-care.ts';
import { type GlobalItem, type LocalItem, localItem, type Place, storageRangeOf } from '#domain/local-overrides.ts';

/** What items say at places: asked for by the item's id and the place. */
export type LocalItems = (itemId: string, place: Place) => LocalItem | undefined;

/** Reads items with their overrides, for whoever asks what holds of them somewhere. */
export async function readLocalItems(db: DbOrTx, itemIds: readonly string[]): Promise<LocalItems> {
  const ids = [...new Set(itemIds)];
  if (ids.length === 0) return () => undefined;
  const rows = await db.select().from(items).where(inArray(items.id, ids));
  const own = await db.select().from(localOverrides).where(inArray(localOverrides.recordId, ids));
  const overrides = Map.groupBy(
    own.map(({ value, ...override }) => ({ ...override, value: value.is })),
    ({ recordId }) => recordId,
  );
  const known = new Map(rows.map((item) => [item.id, asGlobal(item)]));
  return (itemId, place) => {
    const item = known.get(itemId);
    return item && localItem(item, overrides.get(itemId) ?? [], place);
  };
}

const asGlobal = ({ storageMin, storageMax, ...item }: typeof items.$inferSelect): GlobalItem => ({
  ...item,
  storageRange: storageRangeOf(storageMin, storageMax),
});
