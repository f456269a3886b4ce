import { and, asc, eq, gt, inArray, sql } from 'drizzle-orm';
import type { DbOrTx } from '#db/connect.ts';
import { items, itemUnits, parties, partyContacts } from '#db/schema/master-data.ts';
import type { PageOf } from './list-places.ts';
import { takePage } from './take-page.ts';

/** Items by code with their units; of one category where it is named. */
export async function listItems(db: DbOrTx, { limit, after, category }: PageOf & { category?: string | undefined }) {
  const found = await db
    .select({
      id: items.id,
      code: items.code,
      name: items.name,
      gtin: items.gtin,
      category: items.category,
      baseUnit: items.baseUnit,
      netWeightKg: items.netWeightKg,
      storageMin: items.storageMin,
      storageMax: items.storageMax,
      traceabilityList: items.traceabilityList,
      shelfLifeDays: items.shelfLifeDays,
      inspectionRequired: items.inspectionRequired,
      lotControlled: items.lotControlled,
    })
    .from(items)
    .where(
      and(
        category === undefined ? undefined : eq(items.category, category),
        after?.[0] === undefined ? undefined : gt(items.code, after[0]),
      ),
    )
    .orderBy(asc(items.code))
    .limit(limit + 1);
  const { rows, next } = takePage(found, limit, ({ code }) => [code]);
  const ids = rows.map(({ id }) => id);
  const units = ids.length === 0 ? [] : await db.select().from(itemUnits).where(inArray(itemUnits.itemId, ids));
  const unitsOf = (id: string) =>
    units
      .filter(({ itemId }) => itemId === id)
      .map(({ unit, numerator, denominator, gtin }) => ({ unit, numerator, denominator, gtin }));
  return { rows: rows.map((row) => ({ ...row, units: unitsOf(row.id) })), next };
}

const party = {
  id: parties.id,
  code: parties.code,
  name: parties.name,
  isSupplier: parties.isSupplier,
  isCustomer: parties.isCustomer,
  gln: parties.gln,
  riskScore: parties.riskScore,
  servesVulnerablePeople: parties.servesVulnerablePeople,
  mergedInto: sql<string | null>`(select kept.code from parties kept where kept.id = ${parties.mergedInto})`,
  version: parties.version,
};

export type PartyFilter = PageOf & { supplier?: boolean | undefined; customer?: boolean | undefined };

/** Suppliers and customers by code. */
export async function listParties(db: DbOrTx, { limit, after, supplier, customer }: PartyFilter) {
  const rows = await db
    .select(party)
    .from(parties)
    .where(
      and(
        supplier === undefined ? undefined : eq(parties.isSupplier, supplier),
        customer === undefined ? undefined : eq(parties.isCustomer, customer),
        after?.[0] === undefined ? undefined : gt(parties.code, after[0]),
      ),
    )
    .orderBy(asc(parties.code))
    .limit(limit + 1);
  return takePage(rows, limit, ({ code }) => [code]);
}

/** One party by its code, with its contacts; undefined where there is none. */
export async function readParty(db: DbOrTx, code: string) {
  const [found] = await db.select(party).from(parties).where(eq(parties.code, code));
  if (!found) return undefined;
  const contacts = await db
    .select({
      name: partyContacts.name,
      role: partyContacts.role,
      phone: partyContacts.phone,
      email: partyContacts.email,
      forRecalls: partyContacts.forRecalls,
    })
    .from(partyContacts)
    .where(eq(partyContacts.partyId, found.id))
    .orderBy(asc(partyContacts.id));
  return { ...found, contacts };
}
