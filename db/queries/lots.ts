import { type SQL, sql } from 'drizzle-orm';
import type { DbOrTx } from '#db/connect.ts';
import type { Scopes } from '#domain/caller.ts';
import type { StandingState } from '#domain/conditions.ts';
import { isoText } from './iso-text.ts';
import { beginningWith } from './lots-beginning-with.ts';
import { samePartyAs } from './merged-parties.ts';
import { takePage } from './take-page.ts';
import { allOf, isHeld, withinScopes } from './within-scopes.ts';

export type LotFilter = {
  scopes: Scopes;
  /** The beginning of a lot's code, supplier lot number or traceability lot code, in any case, or a whole GTIN. */
  search?: string | undefined;
  item?: string | undefined;
  supplier?: string | undefined;
  supplierLotNumber?: string | undefined;
  /** Ids, found by their codes before. */
  siteId?: string | undefined;
  state?: StandingState | undefined;
  limit: number;
  after?: readonly string[] | undefined;
};

export type ListedLot = {
  lotId: string;
  lot: string;
  item: string;
  itemName: string;
  baseUnit: string;
  supplier: string | null;
  supplierLotNumber: string | null;
  traceabilityLotCode: string | null;
  manufacturedOn: string | null;
  expiresOn: string | null;
  firstKnownAt: string;
  onHand: string;
  elsewhere: string;
  states: StandingState[];
};

/** Lots, the one known last first. The key of a page is the id of its last row. */
export async function listLots(
  db: DbOrTx,
  filter: LotFilter,
): Promise<{ rows: readonly ListedLot[]; next: readonly string[] | null }> {
  const search = filter.search === undefined ? undefined : await beginningWith(db, filter.search);
  const held = isHeld(sql`held.lot_id`, sql`place.site_id`, sql`held.location_id`);
  const elsewhere =
    filter.scopes === null ? sql`'0'` : sql`trim_scale(total_on_hand(page.id) - coalesce(standing."onHand", 0))::text`;
  const rows = await db.execute<ListedLot>(sql`
    with page as materialized (
      select * from lots lot where ${conditions(filter, search)} order by lot.id desc limit ${filter.limit + 1})
    select page.id as "lotId", page.code as lot, item.code as item, item.name as "itemName", item.base_unit as "baseUnit",
           supplier.code as supplier, page.supplier_lot_number as "supplierLotNumber",
           page.traceability_lot_code as "traceabilityLotCode", page.manufactured_on::text as "manufacturedOn",
           page.expires_on::text as "expiresOn", ${isoText(sql`page.first_known_at`)} as "firstKnownAt",
           trim_scale(coalesce(standing."onHand", 0))::text as "onHand",
           ${elsewhere} as elsewhere, coalesce(standing.states, '[]') as states
      from page join items item on item.id = page.item_id left join parties supplier on supplier.id = page.supplier_id
      left join lateral (
        select sum(quantity) filter (where visible) as "onHand",
               jsonb_agg(distinct state) filter (where visible) as states
          from (select held.quantity, ${withinScopes(filter.scopes, sql`place.site_id`, sql`held.owner_id`, sql`held.lot_id`)} as visible,
                       case when ${held} then 'quarantined' else held.condition end as state
                  from stock held join locations place on place.id = held.location_id where held.lot_id = page.id) one
      ) standing on true
     order by page.id desc`);
  return takePage(rows, filter.limit, ({ lotId }) => [lotId]);
}

function conditions({ scopes, siteId, state, after, ...filter }: LotFilter, search: SQL | undefined): SQL {
  const [afterId] = after ?? [];
  return allOf([
    search,
    filter.item ? sql`lot.item_id = (select id from items where code = ${filter.item})` : undefined,
    filter.supplier ? sql`lot.supplier_id in ${samePartyAs(sql`named.code = ${filter.supplier}`)}` : undefined,
    filter.supplierLotNumber ? sql`lot.supplier_lot_number = ${filter.supplierLotNumber}` : undefined,
    siteId || state ? sql`lot.id in (${lotsStanding(scopes, siteId, state)})` : undefined,
    afterId ? sql`lot.id < ${afterId}::uuid` : undefined,
  ]);
}

/** Lots of which the caller may see stock in that state at that site. */
function lotsStanding(scopes: Scopes, siteId: string | undefined, state: StandingState | undefined): SQL {
  const held = isHeld(sql`held.lot_id`, sql`place.site_id`, sql`held.location_id`);
  const standing = allOf([
    withinScopes(scopes, sql`place.site_id`, sql`held.owner_id`, sql`held.lot_id`),
    siteId ? sql`place.site_id = ${siteId}::uuid` : undefined,
    // Said in the statement, not beside it, so that the planner knows how rare the condition is. It is one of our words.
    state && state !== 'quarantined' ? sql.raw(`held.condition = '${state}'`) : undefined,
    state === 'quarantined' ? held : state ? sql`not ${held}` : undefined,
  ]);
  // Held lots are few: they lead, where there is no other way to find them.
  const among =
    state === 'quarantined' ? sql` and held.lot_id in (select lot_id from holds where ended_at is null)` : sql``;
  return sql`select held.lot_id from stock held join locations place on place.id = held.location_id where ${standing}${among}`;
}
