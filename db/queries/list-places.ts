import { and, asc, eq, gt, isNotNull, sql } from 'drizzle-orm';
import type { DbOrTx } from '#db/connect.ts';
import { legalEntities, locations, siteStockOwners, sites } from '#db/schema/master-data.ts';
import { takePage } from './take-page.ts';

export type PageOf = { limit: number; after?: readonly string[] | undefined };

/** Legal entities by code. */
export async function listEntities(db: DbOrTx, { limit, after }: PageOf) {
  const rows = await db
    .select({
      id: legalEntities.id,
      code: legalEntities.code,
      name: legalEntities.name,
      gln: legalEntities.gln,
      currency: legalEntities.currency,
      groupName: legalEntities.groupName,
      groupCurrency: legalEntities.groupCurrency,
    })
    .from(legalEntities)
    .where(after?.[0] === undefined ? undefined : gt(legalEntities.code, after[0]))
    .orderBy(asc(legalEntities.code))
    .limit(limit + 1);
  return takePage(rows, limit, ({ code }) => [code]);
}

/** Sites by code, with the codes of the entities whose stock they may hold. */
export async function listSites(db: DbOrTx, { limit, after }: PageOf) {
  const owners = db
    .select({ codes: sql<string[]>`coalesce(jsonb_agg(${legalEntities.code} order by ${legalEntities.code}), '[]')` })
    .from(siteStockOwners)
    .innerJoin(legalEntities, eq(legalEntities.id, siteStockOwners.entityId))
    .where(eq(siteStockOwners.siteId, sites.id));
  const rows = await db
    .select({
      id: sites.id,
      code: sites.code,
      name: sites.name,
      gln: sites.gln,
      timeZone: sites.timeZone,
      operatedBy: legalEntities.code,
      operator: sql<string | null>`${sites.operator} ->> 'name'`,
      stockOwners: sql<string[]>`(${owners.getSQL()})`,
    })
    .from(sites)
    .leftJoin(legalEntities, eq(legalEntities.id, sites.operatedByEntityId))
    .where(after?.[0] === undefined ? undefined : gt(sites.code, after[0]))
    .orderBy(asc(sites.code))
    .limit(limit + 1);
  return takePage(rows, limit, ({ code }) => [code]);
}

/** The places in sites, by site and code; of one site where it is named. */
export async function listLocations(db: DbOrTx, { limit, after, site }: PageOf & { site?: string | undefined }) {
  const [afterSite, afterCode] = after ?? [];
  const rows = await db
    .select({
      id: locations.id,
      site: sites.code,
      code: locations.code,
      kind: locations.kind,
      name: locations.name,
      temperatureMin: locations.temperatureMin,
      temperatureMax: locations.temperatureMax,
    })
    .from(locations)
    .innerJoin(sites, eq(sites.id, locations.siteId))
    .where(
      and(
        isNotNull(locations.siteId),
        site === undefined ? undefined : eq(sites.code, site),
        afterSite === undefined
          ? undefined
          : sql`(${sites.code}, ${locations.code}) > (${afterSite}, ${afterCode ?? ''})`,
      ),
    )
    .orderBy(asc(sites.code), asc(locations.code))
    .limit(limit + 1);
  return takePage(rows, limit, (row) => [row.site, row.code]);
}
