import { type SQL, sql } from 'drizzle-orm';
import type { DbOrTx } from '#db/connect.ts';
import type { Scopes } from '#domain/caller.ts';
import type { CertificateKind, CertificateState } from '#domain/certificates.ts';
import { isoText } from './iso-text.ts';
import { takePage } from './take-page.ts';
import { lotIsWithin } from './within-scopes.ts';

const uuid = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;

export type ListedCertificate = {
  certificateId: string;
  lotId: string;
  lotCode: string;
  item: string;
  supplier: string | null;
  kind: CertificateKind;
  state: CertificateState;
  number: string | null;
  expiresOn: string | null;
  source: string | null;
  recordedBy: string;
  recordedAt: string;
  withdrawnAt: string | null;
  documents: { documentId: string; fileName: string; mediaType: string; sizeBytes: number }[];
};

/** Papers of lots, the newest first, of lots that arrived where the caller may see it. */
export async function listCertificates(
  db: DbOrTx,
  filter: {
    scopes: Scopes;
    certificateId?: string | undefined;
    lot?: string | undefined;
    kind?: string | undefined;
    state?: string | undefined;
    limit: number;
    after?: readonly string[] | undefined;
  },
): Promise<{ rows: readonly ListedCertificate[]; next: readonly string[] | null }> {
  const { scopes, certificateId, lot, kind, state, limit, after } = filter;
  const given: (SQL | undefined)[] = [
    lotIsWithin(scopes, sql`certificate.lot_id`),
    certificateId ? sql`certificate.id = ${certificateId}::uuid` : undefined,
    lot
      ? sql`certificate.lot_id in (select id from lots where code = ${lot} ${uuid.test(lot) ? sql`union select id from lots where id = ${lot}::uuid` : sql``})`
      : undefined,
    kind ? sql`certificate.kind = ${kind}` : undefined,
    state ? sql`certificate.state = ${state}` : undefined,
    after?.[0] ? sql`certificate.id < ${after[0]}::uuid` : undefined,
  ];
  const where = sql.join([sql`true`, ...given.filter((condition) => condition !== undefined)], sql` and `);
  const rows = await db.execute<ListedCertificate>(sql`
    select certificate.id as "certificateId", lot.id as "lotId", lot.code as "lotCode", item.code as item,
           supplier.code as supplier, certificate.kind, certificate.state, certificate.number,
           certificate.expires_on::text as "expiresOn", certificate.source, certificate.recorded_by as "recordedBy",
           ${isoText(sql`certificate.recorded_at`)} as "recordedAt", ${isoText(sql`certificate.withdrawn_at`)} as "withdrawnAt",
           (select coalesce(jsonb_agg(jsonb_build_object('documentId', document.id, 'fileName', document.file_name,
                     'mediaType', document.media_type, 'sizeBytes', document.size_bytes) order by document.id), '[]')
              from document_links link join documents document on document.id = link.document_id
             where link.subject_kind = 'certificate' and link.subject_id = certificate.id) as documents
      from certificates certificate join lots lot on lot.id = certificate.lot_id
      join items item on item.id = lot.item_id left join parties supplier on supplier.id = certificate.supplier_id
     where ${where} order by certificate.id desc limit ${limit + 1}`);
  return takePage(rows, limit, ({ certificateId: id }) => [id]);
}
