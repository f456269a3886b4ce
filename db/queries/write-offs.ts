import { and, asc, eq, isNotNull, isNull, or, sql } from 'drizzle-orm';
import type { DbOrTx } from '#db/connect.ts';
import { disposals, items, legalEntities, lots, sites, writeOffs, writeOffValuations } from '#db/schema/index.ts';
import type { Scopes } from '#domain/caller.ts';
import { takePage } from './take-page.ts';
import { withinScopes } from './within-scopes.ts';

export type WriteOffFilter = {
  scopes: Scopes;
  disposal?: string | undefined;
  entity?: string | undefined;
  site?: string | undefined;
  /** Days, both included. */
  from?: string | undefined;
  until?: string | undefined;
  valued?: boolean | undefined;
  limit: number;
  /** Day and id of the last row seen. */
  after?: readonly string[] | undefined;
};

/** What was written off, the oldest first. */
export async function listWriteOffs(db: DbOrTx, filter: WriteOffFilter) {
  const found = await db
    .select({
      writeOff: writeOffs,
      valuation: writeOffValuations,
      entity: legalEntities.code,
      site: sites.code,
      disposal: disposals.number,
      lot: lots.code,
      item: items.code,
      unit: items.baseUnit,
    })
    .from(writeOffs)
    .innerJoin(disposals, eq(disposals.id, writeOffs.disposalId))
    .innerJoin(legalEntities, eq(legalEntities.id, writeOffs.entityId))
    .innerJoin(sites, eq(sites.id, writeOffs.siteId))
    .innerJoin(lots, eq(lots.id, writeOffs.lotId))
    .innerJoin(items, eq(items.id, writeOffs.itemId))
    .leftJoin(writeOffValuations, eq(writeOffValuations.writeOffId, writeOffs.id))
    .where(matching(filter))
    .orderBy(asc(writeOffs.dated), asc(writeOffs.id))
    .limit(filter.limit + 1);
  return takePage(found, filter.limit, ({ writeOff }) => [writeOff.dated, writeOff.id]);
}

function matching({ scopes, after, disposal, entity, site, from, until, valued }: WriteOffFilter) {
  const { dated, id, unitCost, siteId, entityId, lotId } = writeOffs;
  const [lastDated, lastId] = after ?? [];
  const hasCost = or(isNotNull(unitCost), isNotNull(writeOffValuations.writeOffId));
  const hasNone = and(isNull(unitCost), isNull(writeOffValuations.writeOffId));
  return and(
    withinScopes(scopes, sql`${siteId}`, sql`${entityId}`, sql`${lotId}`),
    disposal === undefined ? undefined : eq(writeOffs.disposalId, disposal),
    entity === undefined ? undefined : eq(legalEntities.code, entity),
    site === undefined ? undefined : eq(sites.code, site),
    from === undefined ? undefined : sql`${dated} >= ${from}`,
    until === undefined ? undefined : sql`${dated} <= ${until}`,
    valued === undefined ? undefined : valued ? hasCost : hasNone,
    lastDated === undefined || lastId === undefined
      ? undefined
      : sql`(${dated}, ${id}) > (${lastDated}::date, ${lastId}::uuid)`,
  );
}
