import { sql } from 'drizzle-orm';
import type { DbOrTx } from '#db/connect.ts';
import type { Scopes } from '#domain/caller.ts';
import { isoText } from './iso-text.ts';
import { allInspectedAreOf, allLinesOf } from './lines-of-category.ts';
import { lotIsWithin, withinScopes } from './within-scopes.ts';

export type FoundDocument = {
  documentId: string;
  sha256: string;
  mediaType: string;
  sizeBytes: number;
  fileName: string;
  uploadedBy: string;
  uploadedByName: string;
  uploadedAt: string;
  /** When retention removed its file; null while it is there. */
  removedAt: string | null;
  /** What it belongs to, by kind and id. */
  links: { subjectKind: string; subjectId: string; linkedAt: string }[];
};

const wholeDelivery = (category: string) => allLinesOf(sql`receipts.id`, category);
const wholeInspection = (category: string) => allInspectedAreOf(sql`inspections.id`, category);

/**
 * A document as somebody may see it: who may read everywhere, who stored it, and who may read where what it belongs to
 * is (a receipt's or a release's site and owner, an inspection's, a review's or a disposal's site, any where the lot arrived).
 */
export async function findDocument(
  db: DbOrTx,
  documentId: string,
  { scopes, callerId }: { scopes: Scopes; callerId: string },
): Promise<FoundDocument | undefined> {
  const [row] = await db.execute<FoundDocument>(sql`
    select document.id as "documentId", sha256, media_type as "mediaType", size_bytes as "sizeBytes",
           file_name as "fileName", uploaded_by as "uploadedBy", coalesce(person.name, system.name, uploaded_by) as "uploadedByName",
           ${isoText(sql`uploaded_at`)} as "uploadedAt", ${isoText(sql`removed_at`)} as "removedAt",
           (select coalesce(jsonb_agg(jsonb_build_object('subjectKind', subject_kind, 'subjectId', subject_id,
                      'linkedAt', ${isoText(sql`linked_at`)}) order by linked_at, subject_id), '[]')
              from document_links where document_id = document.id) as links
      from documents document
      left join users person on person.id::text = document.uploaded_by
      left join api_keys system on system.id::text = document.uploaded_by
     where document.id = ${documentId}
       and (${scopes === null} or document.uploaded_by = ${callerId} or exists (
         select from document_links link where link.document_id = document.id and case link.subject_kind
           when 'receipt' then exists (
             select from receipts where id = link.subject_id and ${withinScopes(scopes, sql`site_id`, sql`owner_id`, wholeDelivery)})
           when 'inspection' then exists (
             select from inspections where id = link.subject_id and ${withinScopes(scopes, sql`site_id`, undefined, wholeInspection)})
           when 'quarantine_review' then exists (
             select from quarantine_reviews where id = link.subject_id and ${withinScopes(scopes, sql`site_id`, undefined, sql`lot_id`)})
           when 'release_approval' then exists (
             select from release_approvals where id = link.subject_id and ${withinScopes(scopes, sql`site_id`, sql`owner_id`, sql`lot_id`)})
           when 'disposal' then exists (
             select from disposals where id = link.subject_id and ${withinScopes(scopes, sql`site_id`, undefined, sql`lot_id`)})
           when 'lot' then ${lotIsWithin(scopes, sql`link.subject_id`)}
           when 'certificate' then exists (
             select from certificates where id = link.subject_id and ${lotIsWithin(scopes, sql`certificates.lot_id`)})
           -- Papers of master data are read by whoever may read documents at all.
           when 'supplier_certificate' then true
           when 'master_data_proposal' then true
           else false end))`);
  return row;
}
