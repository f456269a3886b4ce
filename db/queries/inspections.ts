import { sql } from 'drizzle-orm';
import type { DbOrTx } from '#db/connect.ts';
import type { Scopes } from '#domain/caller.ts';
import type { InspectionResult } from '#domain/inspections.ts';
import { isoText, nameOfActor } from './iso-text.ts';
import { allInspectedAreOf } from './lines-of-category.ts';
import { takePage } from './take-page.ts';
import { allOf, withinScopes } from './within-scopes.ts';

export type InspectionFilter = {
  scopes: Scopes;
  inspectionId?: string | undefined;
  siteId?: string | undefined;
  lotId?: string | undefined;
  result?: InspectionResult | undefined;
  limit: number;
  after?: readonly string[] | undefined;
};

export type ListedInspection = {
  inspectionId: string;
  number: string;
  site: string;
  timeZone: string;
  receiptId: string | null;
  receipt: string | null;
  result: InspectionResult;
  checks: { name: string; result: InspectionResult; note?: string }[];
  lots: { lotId: string; lot: string }[];
  documents: { documentId: string; fileName: string; mediaType: string }[];
  inspectedBy: string;
  happenedAt: string;
  recordedAt: string;
};

/** Inspections, the newest first. The key of a page is the id of its last row. */
export async function listInspections(
  db: DbOrTx,
  { scopes, inspectionId, siteId, lotId, result, limit, after }: InspectionFilter,
): Promise<{ rows: readonly ListedInspection[]; next: readonly string[] | null }> {
  const [afterId] = after ?? [];
  const conditions = allOf([
    withinScopes(scopes, sql`inspection.site_id`, undefined, (category) =>
      allInspectedAreOf(sql`inspection.id`, category),
    ),
    inspectionId ? sql`inspection.id = ${inspectionId}::uuid` : undefined,
    siteId ? sql`inspection.site_id = ${siteId}::uuid` : undefined,
    lotId ? sql`inspection.id in (select inspection_id from inspection_lots where lot_id = ${lotId}::uuid)` : undefined,
    result ? sql`inspection.result = ${result}` : undefined,
    afterId ? sql`inspection.id < ${afterId}::uuid` : undefined,
  ]);
  const rows = await db.execute<ListedInspection>(sql`
    select inspection.id as "inspectionId", inspection.number, site.code as site, site.time_zone as "timeZone",
           receipt.id as "receiptId", receipt.number as receipt, inspection.result, inspection.checks,
           (select jsonb_agg(jsonb_build_object('lotId', lot.id, 'lot', lot.code) order by lot.code)
              from inspection_lots named join lots lot on lot.id = named.lot_id where named.inspection_id = inspection.id) as lots,
           (select coalesce(jsonb_agg(jsonb_build_object('documentId', document.id, 'fileName', document.file_name,
                                                          'mediaType', document.media_type) order by document.id), '[]')
              from document_links link join documents document on document.id = link.document_id
             where link.subject_kind = 'inspection' and link.subject_id = inspection.id) as documents,
           ${nameOfActor(sql`inspection.inspected_by`)} as "inspectedBy",
           ${isoText(sql`inspection.happened_at`)} as "happenedAt", ${isoText(sql`inspection.recorded_at`)} as "recordedAt"
      from inspections inspection join sites site on site.id = inspection.site_id
      left join receipts receipt on receipt.id = inspection.receipt_id
     where ${conditions} order by inspection.id desc limit ${limit + 1}`);
  return takePage(rows, limit, (row) => [row.inspectionId]);
}
