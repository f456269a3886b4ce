import { type SQL, sql } from 'drizzle-orm';
import type { DbOrTx } from '#db/connect.ts';
import type { Scopes } from '#domain/caller.ts';
import { type Condition, type StockState, stateOf } from '#domain/conditions.ts';
import { takePage } from './take-page.ts';
import { allOf, isHeld, withinScopes } from './within-scopes.ts';

export type StockFilter = {
  scopes: Scopes;
  lotId?: string | undefined;
  item?: string | undefined;
  siteId?: string | undefined;
  location?: string | undefined;
  owner?: string | undefined;
  condition?: Condition | undefined;
  held?: boolean | undefined;
  limit: number;
  /** Lot, location and owner by id, and condition: the key of a balance. */
  after?: readonly string[] | undefined;
};

type Row = {
  lotId: string;
  lot: string;
  item: string;
  itemName: string;
  expiresOn: string | null;
  site: string;
  timeZone: string;
  location: string;
  locationId: string;
  owner: string;
  ownerId: string;
  condition: Condition;
  quantity: string;
  unit: string;
  heldBy: { holdId: string; number: string }[];
  limits: { limitId: string; releaseNumber: string; customers: string[] | null; useBy: string | null }[];
};
export type ListedStock = Row & { state: StockState };

/** Stock at locations that the caller may see, the lot known last first. */
export async function listStock(
  db: DbOrTx,
  filter: StockFilter,
): Promise<{ rows: readonly ListedStock[]; next: readonly string[] | null }> {
  const rows = await db.execute<Row>(sql`
    with page as materialized (
      select held.*, place.site_id, place.code as location from stock held join locations place on place.id = held.location_id
       where ${conditions(filter)}
       order by held.lot_id desc, held.location_id desc, held.owner_id desc, held.condition desc limit ${filter.limit + 1})
    select page.lot_id as "lotId", lot.code as lot, item.code as item, item.name as "itemName", lot.expires_on::text as "expiresOn",
           site.code as site, site.time_zone as "timeZone", page.location, page.location_id as "locationId",
           owner.code as owner, page.owner_id as "ownerId", page.condition, trim_scale(page.quantity)::text as quantity,
           item.base_unit as unit,
           (select coalesce(jsonb_agg(jsonb_build_object('holdId', hold.id, 'number', hold.number) order by hold.id), '[]')
              from holds hold where hold.lot_id = page.lot_id and hold.ended_at is null
               and (hold.site_id is null or hold.site_id = page.site_id)
               and (hold.location_id is null or hold.location_id = page.location_id)) as "heldBy",
           (select coalesce(jsonb_agg(jsonb_build_object('limitId', allowed.id, 'releaseNumber', release.number, 'useBy', allowed.use_by::text,
                     'customers', case when allowed.customer_ids is not null then
                        (select coalesce(jsonb_agg(party.code order by party.code), '[]') from parties party
                          where allowed.customer_ids ? party.id::text) end) order by allowed.id), '[]')
              from release_limits allowed join release_approvals release on release.id = allowed.release_id
             where allowed.ended_at is null and allowed.lot_id = page.lot_id and allowed.owner_id = page.owner_id
               and (allowed.site_id is null or allowed.site_id = page.site_id)
               and (allowed.location_id is null or allowed.location_id = page.location_id)) as limits
      from page join lots lot on lot.id = page.lot_id join items item on item.id = lot.item_id
      join sites site on site.id = page.site_id join legal_entities owner on owner.id = page.owner_id
     order by page.lot_id desc, page.location_id desc, page.owner_id desc, page.condition desc`);
  const page = takePage(rows, filter.limit, (row) => [row.lotId, row.locationId, row.ownerId, row.condition]);
  return { ...page, rows: page.rows.map((row) => ({ ...row, state: stateNow(row) })) };
}

const stateNow = ({ condition, heldBy }: Row): StockState =>
  stateOf({ condition, held: heldBy.length > 0, reserved: false });

function conditions({ scopes, siteId, lotId, condition, held, after, ...filter }: StockFilter): SQL {
  const [lot, location, owner, afterCondition] = after ?? [];
  const reached = isHeld(sql`held.lot_id`, sql`place.site_id`, sql`held.location_id`);
  return allOf([
    withinScopes(scopes, sql`place.site_id`, sql`held.owner_id`, sql`held.lot_id`),
    lotId ? sql`held.lot_id = ${lotId}::uuid` : undefined,
    filter.item
      ? sql`held.lot_id in (select lot.id from lots lot join items item on item.id = lot.item_id where item.code = ${filter.item})`
      : undefined,
    siteId ? sql`place.site_id = ${siteId}::uuid` : undefined,
    filter.location ? sql`place.code = ${filter.location}` : undefined,
    filter.owner ? sql`held.owner_id = (select id from legal_entities where code = ${filter.owner})` : undefined,
    // One of our words, in the statement so that the planner knows how rare it is.
    condition ? sql.raw(`held.condition = '${condition}'`) : undefined,
    held === undefined ? undefined : held ? reached : sql`not ${reached}`,
    held ? sql`held.lot_id in (select lot_id from holds where ended_at is null)` : undefined,
    lot && location && owner && afterCondition
      ? sql`(held.lot_id, held.location_id, held.owner_id, held.condition)
              < (${lot}::uuid, ${location}::uuid, ${owner}::uuid, ${afterCondition})`
      : undefined,
  ]);
}
