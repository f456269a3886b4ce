import { type SQL, sql } from 'drizzle-orm';
import type { DbOrTx } from '#db/connect.ts';
import type { Scopes } from '#domain/caller.ts';
import type { HoldEnding, HoldProcess, HoldRule } from '#domain/holds.ts';
import type { ReviewState } from '#domain/quarantine-review.ts';
import { isoText, nameOfActor } from './iso-text.ts';
import { takePage } from './take-page.ts';
import { allOf, withinScopes } from './within-scopes.ts';

export type HoldFilter = {
  scopes: Scopes;
  holdId?: string | undefined;
  lotId?: string | undefined;
  siteId?: string | undefined;
  active?: boolean | undefined;
  rule?: HoldRule | undefined;
  process?: HoldProcess | undefined;
  limit: number;
  after?: readonly string[] | undefined;
};

export type ListedHold = {
  holdId: string;
  number: string;
  lotId: string;
  lot: string;
  item: string;
  itemName: string;
  site: string | null;
  timeZone: string | null;
  location: string | null;
  process: HoldProcess;
  rule: HoldRule;
  automatic: boolean;
  reason: string;
  placedBy: string;
  happenedAt: string;
  recordedAt: string;
  active: boolean;
  endedAt: string | null;
  endedBy: string | null;
  endedAs: HoldEnding | null;
  imported: boolean;
  reasonCode: string | null;
  policyIds: string[];
  reviewId: string | null;
  reviewNumber: string | null;
  reviewState: ReviewState | null;
  reviewDueAt: string | null;
  workflowId: string | null;
};

/** Holds, the newest first, each with the review that decides about it. The key of a page is the id of its last row. */
export async function listHolds(
  db: DbOrTx,
  filter: HoldFilter,
): Promise<{ rows: readonly ListedHold[]; next: readonly string[] | null }> {
  const rows = await db.execute<ListedHold>(sql`
    with page as materialized (
      select * from holds hold where ${conditions(filter)} order by hold.id desc limit ${filter.limit + 1})
    select page.id as "holdId", page.number, lot.id as "lotId", lot.code as lot, item.code as item, item.name as "itemName",
           site.code as site, site.time_zone as "timeZone", place.code as location, page.process, page.rule, page.automatic,
           page.reason, page.placed_by_name as "placedBy", ${isoText(sql`page.happened_at`)} as "happenedAt",
           ${isoText(sql`page.recorded_at`)} as "recordedAt", page.ended_at is null as active,
           ${isoText(sql`page.ended_at`)} as "endedAt", ${nameOfActor(sql`page.ended_by`)} as "endedBy",
           page.ended_as as "endedAs", page.imported, page.reason_code as "reasonCode", page.policy_ids as "policyIds", review.id as "reviewId", review.number as "reviewNumber",
           review.state as "reviewState", ${isoText(sql`review.due_at`)} as "reviewDueAt", review.workflow_id as "workflowId"
      from page join lots lot on lot.id = page.lot_id join items item on item.id = lot.item_id
      left join sites site on site.id = page.site_id left join locations place on place.id = page.location_id
      left join quarantine_reviews review on review.hold_id = page.id
     order by page.id desc`);
  return takePage(rows, filter.limit, ({ holdId }) => [holdId]);
}

function conditions({ scopes, holdId, lotId, siteId, active, rule, process, after }: HoldFilter): SQL {
  const [afterId] = after ?? [];
  return allOf([
    withinScopes(scopes, sql`hold.site_id`, undefined, sql`hold.lot_id`),
    holdId ? sql`hold.id = ${holdId}::uuid` : undefined,
    lotId ? sql`hold.lot_id = ${lotId}::uuid` : undefined,
    // A hold of every site is one of this site too.
    siteId ? sql`(hold.site_id is null or hold.site_id = ${siteId}::uuid)` : undefined,
    active === undefined ? undefined : active ? sql`hold.ended_at is null` : sql`hold.ended_at is not null`,
    rule ? sql`hold.rule = ${rule}` : undefined,
    process ? sql`hold.process = ${process}` : undefined,
    afterId ? sql`hold.id < ${afterId}::uuid` : undefined,
  ]);
}

export type HoldExtensionRow = {
  fromSite: string | null;
  fromLocation: string | null;
  toSite: string | null;
  toLocation: string | null;
  extendedBy: string;
  extendedAt: string;
  reason: string;
};

/** How a hold grew because stock left its reach, the first time first. */
export async function readHoldExtensions(db: DbOrTx, holdId: string): Promise<HoldExtensionRow[]> {
  return await db.execute<HoldExtensionRow>(sql`
    select "from".code as "fromSite", "fromPlace".code as "fromLocation", "to".code as "toSite", "toPlace".code as "toLocation",
           ${nameOfActor(sql`extension.extended_by`)} as "extendedBy", ${isoText(sql`extension.extended_at`)} as "extendedAt",
           extension.reason
      from hold_extensions extension left join sites "from" on "from".id = extension.from_site_id
      left join locations "fromPlace" on "fromPlace".id = extension.from_location_id
      left join sites "to" on "to".id = extension.to_site_id
      left join locations "toPlace" on "toPlace".id = extension.to_location_id
     where extension.hold_id = ${holdId}::uuid order by extension.id`);
}
