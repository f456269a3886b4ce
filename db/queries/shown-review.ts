import { type SQL, sql } from 'drizzle-orm';
import type { DbOrTx } from '#db/connect.ts';
import type { ReviewFacts } from '#domain/shown-review.ts';
import { isoText } from './iso-text.ts';

/**
 * The facts a review is decided on, as they are at this moment. One statement, because every decision reads them again to
 * prove that they are those its signer was shown.
 */
export async function readReviewFacts(db: DbOrTx, reviewId: string): Promise<ReviewFacts | undefined> {
  const [found] = await db.execute<{ facts: ReviewFacts }>(sql`
    select jsonb_build_object(
      'review', jsonb_build_object('number', review.number, 'state', review.state, 'openedAt', ${isoText(sql`review.opened_at`)},
        'evidenceVersion', review.evidence_version,
        'decision', case when review.outcome is not null then jsonb_build_object('outcome', review.outcome,
          'byName', review.decided_by_name, 'at', ${isoText(sql`review.decided_at`)}, 'reason', review.decision_reason,
          'quantity', ${numeral(sql`review.decided_quantity`)}) end),
      'hold', ${holdOf(sql`hold`)} || jsonb_build_object('reason', hold.reason, 'placedByName', hold.placed_by_name,
        'happenedAt', ${isoText(sql`hold.happened_at`)}, 'site', site.code, 'location', place.code),
      'lot', jsonb_build_object('code', lot.code, 'item', item.code, 'itemName', item.name, 'category', item.category,
        'baseUnit', item.base_unit, 'supplier', supplier.code, 'supplierLotNumber', lot.supplier_lot_number,
        'traceabilityLotCode', lot.traceability_lot_code, 'manufacturedOn', lot.manufactured_on, 'expiresOn', lot.expires_on),
      'otherHolds', ${listOf(
        holdOf(sql`other`),
        sql`holds other where other.lot_id = lot.id and other.ended_at is null and other.id <> hold.id`,
        sql`other.id`,
      )},
      'stock', ${listOf(
        sql`jsonb_build_object('lotId', standing.lot_id, 'siteId', spot.site_id, 'locationId', spot.id, 'ownerId', standing.owner_id,
          'site', its_site.code, 'location', spot.code, 'owner', owner.code, 'condition', standing.condition,
          'quantity', ${numeral(sql`standing.quantity`)})`,
        sql`stock standing join locations spot on spot.id = standing.location_id join sites its_site on its_site.id = spot.site_id
          join legal_entities owner on owner.id = standing.owner_id where standing.lot_id = lot.id`,
        sql`its_site.code, spot.code, owner.code, standing.condition`,
      )},
      'evidence', ${listOf(
        sql`jsonb_build_object('version', laid.version, 'kind', laid.kind, 'note', laid.note, 'addedByName', laid.added_by_name,
          'addedAt', ${isoText(sql`laid.added_at`)}, 'certificateId', laid.certificate_id, 'inspectionId', laid.inspection_id,
          'document', document.file_name, 'documentSha256', document.sha256, 'celsius', reading.celsius::text,
          'readAt', ${isoText(sql`reading.happened_at`)})`,
        sql`review_evidence laid left join documents document on document.id = laid.document_id
          left join temperature_readings reading on reading.id = laid.reading_id where laid.review_id = review.id`,
        sql`laid.version`,
      )},
      'certificates', ${listOf(
        sql`jsonb_build_object('certificateId', paper.id, 'kind', paper.kind, 'state', paper.state, 'number', paper.number,
          'expiresOn', paper.expires_on)`,
        sql`certificates paper where paper.lot_id = lot.id`,
        sql`paper.id`,
      )},
      'inspections', ${listOf(
        sql`jsonb_build_object('inspectionId', inspection.id, 'siteId', inspection.site_id, 'number', inspection.number,
          'result', inspection.result, 'checks', inspection.checks, 'happenedAt', ${isoText(sql`inspection.happened_at`)})`,
        sql`inspection_lots inspected join inspections inspection on inspection.id = inspected.inspection_id
          where inspected.lot_id = lot.id`,
        sql`inspection.id`,
      )}) as facts
      from quarantine_reviews review join holds hold on hold.id = review.hold_id
      join lots lot on lot.id = review.lot_id join items item on item.id = lot.item_id
      left join parties supplier on supplier.id = lot.supplier_id left join sites site on site.id = hold.site_id
      left join locations place on place.id = hold.location_id
     where review.id = ${reviewId}::uuid`);
  return found?.facts;
}

/** Text: a number of JSON would lose its last digits on the way. */
const numeral = (quantity: SQL): SQL => sql`trim_scale(${quantity})::text`;

const listOf = (row: SQL, from: SQL, order: SQL): SQL =>
  sql`(select coalesce(jsonb_agg(${row} order by ${order}), '[]') from ${from})`;

const holdOf = (hold: SQL): SQL => sql`jsonb_build_object('number', ${hold}.number, 'rule', ${hold}.rule,
  'lotId', ${hold}.lot_id, 'siteId', ${hold}.site_id, 'locationId', ${hold}.location_id)`;
