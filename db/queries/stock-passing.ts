import { and, eq, gt, inArray, isNotNull, sql } from 'drizzle-orm';
import type { DbOrTx } from '#db/connect.ts';
import { holds, items, lots, movementLines, movements, stock } from '#db/schema/index.ts';
import { subtract } from '#domain/quantity.ts';
import { type Presence, presences } from '#domain/temperature-exposure.ts';

/** A lot that stood at a place for a while, with what its item asks for. */
export type PassingLot = {
  lotId: string;
  lotCode: string;
  itemId: string;
  category: string;
  storage: { min: string; max: string };
  presences: Presence[];
};

/** The lots that stood at a place at any time since an instant, of items that name a storage range, and when. */
export async function readStockPassing(db: DbOrTx, locationId: string, since: Date): Promise<PassingLot[]> {
  const lines = await db
    .select({ lotId: movementLines.lotId, at: movements.happenedAt, quantity: movementLines.quantity })
    .from(movements)
    .innerJoin(movementLines, eq(movementLines.movementId, movements.id))
    .where(and(gt(movements.happenedAt, since), eq(movementLines.locationId, locationId)))
    .orderBy(movements.happenedAt, movements.position, movementLines.line);
  const standing = await db
    .select({ lotId: stock.lotId, quantity: sql<string>`sum(${stock.quantity})` })
    .from(stock)
    .where(eq(stock.locationId, locationId))
    .groupBy(stock.lotId);
  const lotIds = [...new Set([...lines, ...standing].map((row) => row.lotId))];
  if (lotIds.length === 0) return [];
  const known = await db
    .select({ lot: lots, item: items })
    .from(lots)
    .innerJoin(items, eq(items.id, lots.itemId))
    .where(inArray(lots.id, lotIds));
  const linesOf = Map.groupBy(lines, (line) => line.lotId);
  return known.flatMap(({ lot, item }) => {
    if (item.storageMin === null || item.storageMax === null) return [];
    const own = linesOf.get(lot.id) ?? [];
    const now = standing.find((row) => row.lotId === lot.id)?.quantity ?? '0';
    const before = own.reduce((balance, line) => subtract(balance, line.quantity), now);
    return [
      {
        lotId: lot.id,
        lotCode: lot.code,
        itemId: item.id,
        category: item.category,
        storage: { min: item.storageMin, max: item.storageMax },
        presences: presences(before, own),
      },
    ];
  });
}

/** When a temperature hold of a lot at a site last ended: what was measured before was judged with it. */
export async function readTemperatureJudged(
  db: DbOrTx,
  siteId: string,
  lotIds: readonly string[],
): Promise<Map<string, Date>> {
  if (lotIds.length === 0) return new Map();
  const rows = await db
    .select({ lotId: holds.lotId, endedAt: holds.endedAt })
    .from(holds)
    .where(
      and(
        inArray(holds.lotId, [...lotIds]),
        eq(holds.siteId, siteId),
        eq(holds.rule, 'temperature_deviation'),
        isNotNull(holds.endedAt),
      ),
    )
    .orderBy(holds.endedAt);
  return new Map(rows.flatMap(({ lotId, endedAt }) => (endedAt ? [[lotId, endedAt] as const] : [])));
}
