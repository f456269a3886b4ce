import { type SQL, sql } from 'drizzle-orm';
import type { DbOrTx } from '#db/connect.ts';
import type { Scopes } from '#domain/caller.ts';
import { isoText } from './iso-text.ts';
import { allLinesOf, someLineOf } from './lines-of-category.ts';
import { withinScopes } from './within-scopes.ts';

export type ReadReceiptLine = {
  line: number;
  lotId: string;
  lotCode: string;
  item: string;
  itemName: string;
  location: string;
  quantity: string;
  unit: string;
  baseQuantity: string;
  baseUnit: string;
  supplierLotNumber: string | null;
  traceabilityLotCode: string | null;
  traceabilityLotCodeSource: string | null;
  manufacturedOn: string | null;
  expiresOn: string | null;
  /** Whether any hold reaches the lot at the receipt's site now. */
  held: boolean;
  certificates: {
    certificateId: string;
    kind: string;
    number: string | null;
    state: string;
    expiresOn: string | null;
  }[];
  defects: {
    code: string;
    message: string;
    task: { taskId: string; kind: string; state: string } | null;
    hold: {
      holdId: string;
      number: string;
      rule: string;
      endedAs: string | null;
      reviewId: string | null;
      reviewNumber: string | null;
      reviewState: string | null;
    } | null;
  }[];
};

export type ReadReceipt = {
  receiptId: string;
  number: string;
  siteId: string;
  ownerId: string;
  site: string;
  timeZone: string;
  owner: string;
  supplier: string;
  supplierName: string;
  purchaseOrder: { id: string; number: string } | null;
  advanceNotice: { id: string; number: string } | null;
  referenceDocument: { type: string; number: string } | null;
  arrivalTemperatureCelsius: string | null;
  receivedBy: string;
  receivedByName: string;
  happenedAt: string;
  recordedAt: string;
  imported: boolean;
  lines: ReadReceiptLine[];
  documents: { documentId: string; fileName: string; mediaType: string; sizeBytes: number }[];
};

/**
 * A receipt with its lines, papers, documents, and what became of each defect; undefined where none lies within the scopes. Whoever has
 * to do with one category of items reads the lines of theirs, and the documents of the whole delivery only where all lines are.
 */
export async function readReceipt(db: DbOrTx, receiptId: string, scopes: Scopes): Promise<ReadReceipt | undefined> {
  const within = (ofCategory: (category: string) => SQL) =>
    withinScopes(scopes, sql`receipt.site_id`, sql`receipt.owner_id`, ofCategory);
  const [row] = await db.execute<ReadReceipt>(sql`
    select receipt.id as "receiptId", receipt.number, receipt.site_id as "siteId", receipt.owner_id as "ownerId",
           site.code as site, site.time_zone as "timeZone", owner.code as owner, supplier.code as supplier,
           supplier.name as "supplierName", receipt.reference_document as "referenceDocument",
           (select jsonb_build_object('id', id, 'number', number) from purchase_orders
             where id = receipt.purchase_order_id) as "purchaseOrder",
           (select jsonb_build_object('id', id, 'number', number) from advance_notices
             where id = receipt.advance_notice_id) as "advanceNotice",
           trim_scale(receipt.temperature_on_arrival_c)::text as "arrivalTemperatureCelsius",
           receipt.received_by as "receivedBy", receipt.imported,
           coalesce((select name from users where id::text = receipt.received_by),
                    (select name from api_keys where id::text = receipt.received_by), receipt.received_by) as "receivedByName",
           ${isoText(sql`receipt.happened_at`)} as "happenedAt", ${isoText(sql`receipt.recorded_at`)} as "recordedAt",
           (select jsonb_agg(${line} order by line.line) from receipt_lines line
              join lots lot on lot.id = line.lot_id join items item on item.id = line.item_id
              join locations place on place.id = line.location_id where line.receipt_id = receipt.id
               and ${within((category) => sql`item.category = ${category}`)}) as lines,
           (select coalesce(jsonb_agg(jsonb_build_object('documentId', document.id, 'fileName', document.file_name,
                     'mediaType', document.media_type, 'sizeBytes', document.size_bytes) order by link.linked_at, document.id), '[]')
              from document_links link join documents document on document.id = link.document_id
             where link.subject_kind = 'receipt' and link.subject_id = receipt.id
               and ${within((category) => allLinesOf(sql`receipt.id`, category))}) as documents
      from receipts receipt join sites site on site.id = receipt.site_id
      join legal_entities owner on owner.id = receipt.owner_id join parties supplier on supplier.id = receipt.supplier_id
     where receipt.id = ${receiptId} and ${within((category) => someLineOf(sql`receipt.id`, category))}`);
  return row;
}

const certificates: SQL = sql`(select coalesce(jsonb_agg(jsonb_build_object('certificateId', id, 'kind', kind,
  'number', number, 'state', state, 'expiresOn', expires_on) order by id), '[]') from certificates where lot_id = lot.id)`;

const hold: SQL = sql`(select jsonb_build_object('holdId', hold.id, 'number', hold.number, 'rule', hold.rule,
  'endedAs', hold.ended_as, 'reviewId', review.id, 'reviewNumber', review.number, 'reviewState', review.state)
  from holds hold left join quarantine_reviews review on review.hold_id = hold.id where hold.id = defect.hold_id)`;

const task: SQL = sql`(select jsonb_build_object('taskId', id, 'kind', kind, 'state', state)
  from tasks where id = defect.task_id)`;

const defects: SQL = sql`(select coalesce(jsonb_agg(jsonb_build_object('code', defect.code, 'message', defect.message,
  'task', ${task}, 'hold', ${hold}) order by defect.code), '[]')
  from receipt_defects defect where defect.receipt_id = line.receipt_id and defect.line = line.line)`;

// 15 fields, then what has to be looked up.
const line: SQL = sql`jsonb_build_object('line', line.line, 'lotId', lot.id, 'lotCode', lot.code, 'item', item.code,
    'itemName', item.name, 'location', place.code, 'quantity', trim_scale(line.stated_quantity)::text,
    'unit', line.stated_unit, 'baseQuantity', trim_scale(line.base_quantity)::text, 'baseUnit', item.base_unit,
    'supplierLotNumber', lot.supplier_lot_number, 'traceabilityLotCode', line.stated_traceability_lot_code,
    'traceabilityLotCodeSource', line.stated_tlc_source, 'manufacturedOn', line.stated_manufactured_on,
    'expiresOn', line.stated_expires_on)
  || jsonb_build_object('certificates', ${certificates}, 'defects', ${defects},
    'held', exists (select from holds where holds.lot_id = lot.id and holds.ended_at is null
              and (holds.site_id is null or holds.site_id = receipt.site_id)))`;
