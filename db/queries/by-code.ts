import { and, eq, inArray, or } from 'drizzle-orm';
import type { DbOrTx } from '#db/connect.ts';
import { items, itemUnits, legalEntities, locations, lots, parties, sites } from '#db/schema/index.ts';

export type FoundSite = typeof sites.$inferSelect;
export type FoundLocation = typeof locations.$inferSelect;
export type FoundLot = {
  id: string;
  code: string;
  itemId: string;
  itemCode: string;
  category: string;
  baseUnit: string;
  inspectionRequired: boolean;
  storage: { min: string; max: string } | null;
};

/** The site people call by this code. */
export async function findSite(db: DbOrTx, code: string): Promise<FoundSite | undefined> {
  const [site] = await db.select().from(sites).where(eq(sites.code, code));
  return site;
}

/** The item with this code. */
export async function findItem(db: DbOrTx, code: string): Promise<typeof items.$inferSelect | undefined> {
  const [item] = await db.select().from(items).where(eq(items.code, code));
  return item;
}

/** Places of a site by their codes there; codes it has not are left out. */
export async function findLocations(
  db: DbOrTx,
  siteId: string,
  codes: readonly string[],
): Promise<Map<string, FoundLocation>> {
  if (codes.length === 0) return new Map();
  const rows = await db
    .select()
    .from(locations)
    .where(and(eq(locations.siteId, siteId), inArray(locations.code, [...new Set(codes)])));
  return new Map(rows.map((row) => [row.code, row]));
}

/** Ids of customers by their codes, or of those that a merged one's code leads to; a code of somebody who is none is not in the answer. */
export async function findCustomers(db: DbOrTx, codes: readonly string[]): Promise<Map<string, string>> {
  if (codes.length === 0) return new Map();
  const rows = await db
    .select({ id: parties.id, code: parties.code, mergedInto: parties.mergedInto })
    .from(parties)
    .where(and(inArray(parties.code, [...new Set(codes)]), eq(parties.isCustomer, true)));
  return new Map(rows.map(({ id, code, mergedInto }) => [code, mergedInto ?? id]));
}

/** Ids of legal entities by their codes. */
export async function findEntities(db: DbOrTx, codes: readonly string[]): Promise<Map<string, string>> {
  if (codes.length === 0) return new Map();
  const rows = await db
    .select({ id: legalEntities.id, code: legalEntities.code })
    .from(legalEntities)
    .where(inArray(legalEntities.code, [...new Set(codes)]));
  return new Map(rows.map((row) => [row.code, row.id]));
}

const uuid = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;

/** Lots by what a caller named them with: their code or their id. What never changes about them, so no lock is needed. */
export async function findLots(db: DbOrTx, names: readonly string[]): Promise<Map<string, FoundLot>> {
  if (names.length === 0) return new Map();
  const ids = names.filter((name) => uuid.test(name));
  const codes = names.filter((name) => !uuid.test(name));
  const rows = await db
    .select({ lot: lots, item: items })
    .from(lots)
    .innerJoin(items, eq(items.id, lots.itemId))
    .where(
      or(
        codes.length > 0 ? inArray(lots.code, [...new Set(codes)]) : undefined,
        ids.length > 0 ? inArray(lots.id, [...new Set(ids)]) : undefined,
      ),
    );
  const found = rows.map(({ lot, item }) => ({
    id: lot.id,
    code: lot.code,
    itemId: item.id,
    itemCode: item.code,
    category: item.category,
    baseUnit: item.baseUnit,
    inspectionRequired: item.inspectionRequired,
    storage:
      item.storageMin === null || item.storageMax === null ? null : { min: item.storageMin, max: item.storageMax },
  }));
  return new Map(
    names.flatMap((name) => {
      const lot = found.find((row) => row.code === name || row.id === name.toLowerCase());
      return lot ? [[name, lot] as const] : [];
    }),
  );
}

export type UnitFactor = { numerator: string; denominator: string };

/** How many base units one of each further unit of these items is: item id → unit → factor. */
export async function readUnits(
  db: DbOrTx,
  itemIds: readonly string[],
): Promise<Map<string, ReadonlyMap<string, UnitFactor>>> {
  if (itemIds.length === 0) return new Map();
  const rows = await db
    .select()
    .from(itemUnits)
    .where(inArray(itemUnits.itemId, [...new Set(itemIds)]));
  const units = new Map<string, Map<string, UnitFactor>>();
  for (const { itemId, unit, numerator, denominator } of rows) {
    const known = units.get(itemId) ?? new Map<string, UnitFactor>();
    units.set(itemId, known.set(unit, { numerator, denominator }));
  }
  return units;
}
