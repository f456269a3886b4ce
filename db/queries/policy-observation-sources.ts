import { type SQL, sql } from 'drizzle-orm';
import { minorFields } from '#domain/master-records.ts';
import type { ObservationKind } from '#domain/policy-observations.ts';

const ofLot = sql`lot.code as lot, item.id as "itemId", item.category`;
const ofSite = sql`site.code as site, site.id as "siteId", site.address ->> 'country' as jurisdiction`;
const nowhere = sql`null::text as site, null::uuid as "siteId", null::text as jurisdiction`;
const noEntity = sql`null::uuid as "entityId"`;
const openMinutes = (opened: SQL, ended: SQL, now: SQL): SQL =>
  sql`round(extract(epoch from coalesce(${ended}, ${now}) - ${opened}) / 60, 4)::text as "minutesOpen"`;

/** What a statement can read; exposures are reckoned. */
export type ObservationSource = Exclude<ObservationKind, 'exposure'>;

/** Where each kind is recorded: what it is called, when and where it happened, and the figures that are known of it. */
export const observationSources: Record<ObservationSource, (now: SQL) => SQL> = {
  receipt_line: () => sql`
    select receipt.id::text || ':' || lpad(line.line::text, 6, '0') as id, receipt.happened_at as happened,
           receipt.number || ', line ' || line.line as label, ${ofLot}, ${ofSite}, receipt.owner_id as "entityId",
           party.risk_score::text as "riskScore", item.inspection_required as inspected,
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
  release: (now) => sql`
    select release.id::text as id, release.opened_at as happened, release.number as label, ${ofLot}, ${ofSite}, release.owner_id as "entityId",
           ${openMinutes(
             sql`release.opened_at`,
             sql`coalesce(
             (select min(decision.decided_at) from release_decisions decision
               where decision.release_id = release.id and decision.decision <> 'extend'), release.closed_at)`,
             now,
           )}
      from release_approvals release join lots lot on lot.id = release.lot_id join items item on item.id = lot.item_id
      join sites site on site.id = release.site_id`,
  release_decision: () => sql`
    select decision.id::text as id, decision.decided_at as happened, release.number as label, ${ofLot}, ${ofSite},
           release.owner_id as "entityId", decision.decision = 'release_urgently' as urgent,
           coalesce(jsonb_typeof(decision.terms -> 'conditions'), 'null') <> 'null' as conditional
      from release_decisions decision join release_approvals release on release.id = decision.release_id
      join lots lot on lot.id = release.lot_id join items item on item.id = lot.item_id join sites site on site.id = release.site_id
     where decision.decision <> 'extend'`,
  disposal: (now) => sql`
    select disposal.id::text as id, disposal.opened_at as happened, disposal.number as label, ${ofLot}, ${ofSite}, ${noEntity},
           ${openMinutes(
             sql`disposal.opened_at`,
             sql`case when disposal.state <> 'awaiting_approval' then coalesce(
             (select max(given.approved_at) from disposal_approvals given where given.disposal_id = disposal.id), disposal.closed_at,
             disposal.opened_at) end`,
             now,
           )},
           (select max(of_owner.amount)::text from (select sum(off.amount) as amount, bool_and(off.amount is not null) as known
              from write_offs off where off.disposal_id = disposal.id group by off.entity_id) as of_owner where of_owner.known) as worth,
           (select coalesce(jsonb_agg(distinct paper.kind), '[]') from destruction_papers paper
             where paper.disposal_id = disposal.id) as papers
      from disposals disposal join lots lot on lot.id = disposal.lot_id join items item on item.id = lot.item_id
      left join sites site on site.id = disposal.site_id`,
  proposal: (now) => sql`
    select proposal.id::text as id, proposal.proposed_at as happened, proposal.number as label, null::text as lot, null::uuid as "itemId",
           case jsonb_array_length(proposal.categories) when 1 then proposal.categories ->> 0 end as category, ${nowhere}, ${noEntity},
           ${openMinutes(sql`proposal.proposed_at`, sql`proposal.decided_at`, now)},
           (select case when proposal.source = 'person' then
                     bool_and(record.action = 'change' and record.changed <@ ${JSON.stringify(minorFields.item)}::jsonb) end
              from master_data_proposal_records record where record.proposal_id = proposal.id) as minor
      from master_data_proposals proposal`,
  extension: () => sql`
    select entry.position::text as id, entry.happened_at as happened, review.number as label, ${ofLot}, ${ofSite}, ${noEntity},
           round(extract(epoch from (entry.after ->> 'dueAt')::timestamptz - entry.happened_at) / 86400, 4)::text as "daysAhead"
      from audit_entries entry join quarantine_reviews review on review.id::text = entry.subject_id
      join lots lot on lot.id = review.lot_id join items item on item.id = lot.item_id left join sites site on site.id = review.site_id
     where entry.action = 'quarantine_review.extended' and entry.subject_kind = 'quarantine_review'`,
};
