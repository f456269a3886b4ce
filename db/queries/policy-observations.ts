import { type SQL, sql } from 'drizzle-orm';
import type { DbOrTx } from '#db/connect.ts';
import type { ObservationKind, ObservedFigures } from '#domain/policy-preview.ts';
import type { PolicyScope } from '#domain/policy-resolution.ts';

export type Observation = {
  id: string;
  at: string;
  /** What people call it. */
  label: string;
  site: string | null;
  lot: string | null;
  scope: PolicyScope;
  figures: ObservedFigures;
};

export type ObservationFilter = {
  from: Date;
  until: Date;
  now: Date;
  limit: number;
  after?: readonly string[] | undefined;
};

/** What happened in a time, the earliest first, from one on: as far as the caller's sight reaches. */
export async function readObservations(
  db: DbOrTx,
  kind: ObservationKind,
  { from, until, now, limit, after }: ObservationFilter,
): Promise<Observation[]> {
  const [afterAt, afterId] = after ?? [];
  const rows = await db.execute<
    Omit<Observation, 'scope' | 'figures'> & Required<PolicyScope> & Partial<ObservedFigures>
  >(sql`
    with seen as (${sources[kind](sql`${now.toISOString()}::timestamptz`)})
    select seen.*, seen.happened::text as at from seen
     where seen.happened >= ${from.toISOString()}::timestamptz and seen.happened < ${until.toISOString()}::timestamptz
       and ${afterAt && afterId ? sql`(seen.happened, seen.id) > (${afterAt}::timestamptz, ${afterId})` : sql`true`}
     order by seen.happened, seen.id limit ${limit}`);
  return rows.map(({ id, at, label, site, lot, itemId, category, siteId, entityId, jurisdiction, ...figures }) => ({
    id,
    at: new Date(at).toISOString(),
    label,
    site,
    lot,
    scope: { itemId, category, siteId, entityId, jurisdiction },
    figures: { ...unknown, ...figures },
  }));
}

const unknown: ObservedFigures = {
  riskScore: null,
  shelfLifeDeviationDays: null,
  daysLeft: null,
  daysLate: null,
  certificates: null,
  minutesOpen: null,
  sizeBytes: null,
  reasonCode: null,
};

const ofLot = sql`lot.code as lot, item.id as "itemId", item.category`;
const ofSite = sql`site.code as site, site.id as "siteId", site.address ->> 'country' as jurisdiction`;
const nowhere = sql`null::text as site, null::uuid as "siteId", null::text as jurisdiction`;
const noEntity = sql`null::uuid as "entityId"`;
const openMinutes = (opened: SQL, ended: SQL, now: SQL): SQL =>
  sql`round(extract(epoch from coalesce(${ended}, ${now}) - ${opened}) / 60, 4)::text as "minutesOpen"`;

const sources: Record<ObservationKind, (now: SQL) => SQL> = {
  receipt_line: () => sql`
    select receipt.id::text || ':' || lpad(line.line::text, 6, '0') as id, receipt.happened_at as happened,
           receipt.number || ', line ' || line.line as label, ${ofLot}, ${ofSite}, receipt.owner_id as "entityId",
           party.risk_score::text as "riskScore",
           abs(line.stated_expires_on - line.stated_manufactured_on - item.shelf_life_days) as "shelfLifeDeviationDays",
           line.stated_expires_on - (receipt.happened_at at time zone site.time_zone)::date as "daysLeft",
           floor(extract(epoch from receipt.recorded_at - receipt.happened_at) / 86400)::int as "daysLate",
           (select coalesce(jsonb_agg(distinct paper.kind), '[]') from certificates paper
             where paper.lot_id = lot.id and paper.state = 'given') as certificates
      from receipts receipt join receipt_lines line on line.receipt_id = receipt.id join lots lot on lot.id = line.lot_id
      join items item on item.id = lot.item_id join sites site on site.id = receipt.site_id
      left join parties party on party.id = receipt.supplier_id`,
  quarantine_review: (now) => sql`
    select review.id::text as id, review.opened_at as happened, review.number as label, ${ofLot}, ${ofSite}, ${noEntity},
           ${openMinutes(sql`review.opened_at`, sql`coalesce(review.decided_at, review.closed_at)`, now)}
      from quarantine_reviews review join lots lot on lot.id = review.lot_id join items item on item.id = lot.item_id
      left join sites site on site.id = review.site_id`,
  policy_change: (now) => sql`
    select change.id::text as id, change.proposed_at as happened, change.number as label, null::text as lot, null::uuid as "itemId",
           null::text as category, site.code as site, change.site_id as "siteId", null::text as jurisdiction,
           change.entity_id as "entityId", ${openMinutes(sql`change.proposed_at`, sql`change.decided_at`, now)}
      from policy_changes change left join sites site on site.id = change.site_id`,
  hold_by_hand: () => sql`
    select hold.id::text as id, hold.recorded_at as happened, hold.number as label, ${ofLot}, ${ofSite}, ${noEntity},
           hold.reason_code as "reasonCode"
      from holds hold join lots lot on lot.id = hold.lot_id join items item on item.id = lot.item_id
      left join sites site on site.id = hold.site_id where not hold.automatic and not hold.imported`,
  document: () => sql`
    select document.id::text as id, document.uploaded_at as happened, document.file_name as label, null::text as lot,
           null::uuid as "itemId", null::text as category, ${nowhere}, ${noEntity}, document.size_bytes as "sizeBytes"
      from documents document`,
  stock: (now) => sql`
    select standing.lot_id::text || ':' || place.site_id::text || ':' || standing.owner_id::text as id, ${now} - interval '1 second' as happened,
           lot.code as label, ${ofLot}, ${ofSite}, standing.owner_id as "entityId",
           lot.expires_on - (${now} at time zone site.time_zone)::date as "daysLeft"
      from stock standing join locations place on place.id = standing.location_id join sites site on site.id = place.site_id
      join lots lot on lot.id = standing.lot_id join items item on item.id = lot.item_id
     group by standing.lot_id, place.site_id, standing.owner_id, lot.id, item.id, site.id`,
};
