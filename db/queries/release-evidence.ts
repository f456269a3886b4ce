import { sql } from 'drizzle-orm';
import type { DbOrTx } from '#db/connect.ts';
import { isoText } from './iso-text.ts';

/** Papers and inspections that a release is decided on beside its results. Plain JSON: instants are text. */
export type ReleaseEvidence = {
  certificates: readonly Record<string, unknown>[];
  inspections: readonly Record<string, unknown>[];
  documents: readonly Record<string, unknown>[];
};

/** The certificates of the lot, its inspections at the site, and the documents about it, as they are at this moment. */
export async function readReleaseEvidence(
  db: DbOrTx,
  { id, lotId, siteId }: { id: string; lotId: string; siteId: string },
): Promise<ReleaseEvidence> {
  const [found] = await db.execute<{ evidence: ReleaseEvidence }>(sql`
    select jsonb_build_object(
      'certificates', (select coalesce(jsonb_agg(jsonb_build_object('certificateId', paper.id, 'kind', paper.kind, 'state', paper.state,
          'number', paper.number, 'expiresOn', paper.expires_on) order by paper.id), '[]')
         from certificates paper where paper.lot_id = ${lotId}::uuid),
      'inspections', (select coalesce(jsonb_agg(jsonb_build_object('inspectionId', inspection.id, 'number', inspection.number,
          'result', inspection.result, 'checks', inspection.checks, 'happenedAt', ${isoText(sql`inspection.happened_at`)})
          order by inspection.id), '[]')
         from inspection_lots inspected join inspections inspection on inspection.id = inspected.inspection_id
        where inspected.lot_id = ${lotId}::uuid and inspection.site_id = ${siteId}::uuid),
      'documents', (select coalesce(jsonb_agg(jsonb_build_object('document', document.file_name, 'sha256', document.sha256)
          order by document.id), '[]')
         from (select distinct link.document_id from document_links link
                where (link.subject_kind, link.subject_id) in (('lot', ${lotId}::uuid), ('release_approval', ${id}::uuid))) as named
         join documents document on document.id = named.document_id)) as evidence`);
  return found?.evidence ?? { certificates: [], inspections: [], documents: [] };
}
