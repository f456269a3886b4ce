import { sql } from 'drizzle-orm';
import type { DbOrTx } from '#db/connect.ts';
import type { CertificateScheme } from '#domain/certificates.ts';
import { readRecords } from './master-records.ts';
import { takePage } from './take-page.ts';
import { allOf } from './within-scopes.ts';

export type SupplierCertificateFilter = {
  supplier?: string | undefined;
  scheme?: CertificateScheme | undefined;
  category?: string | undefined;
  endsBefore?: string | undefined;
  withdrawn?: boolean | undefined;
  limit: number;
  after?: readonly string[] | undefined;
};

/** Certificates of suppliers, those that end first first. The key of a page is the last day and the id. */
export async function listSupplierCertificates(
  db: DbOrTx,
  { supplier, scheme, category, endsBefore, withdrawn, limit, after }: SupplierCertificateFilter,
) {
  const [day, id] = after ?? [];
  const conditions = allOf([
    supplier === undefined ? undefined : sql`paper.party_id = (select id from parties where code = ${supplier})`,
    scheme && sql`paper.scheme = ${scheme}`,
    category === undefined
      ? undefined
      : sql`(paper.categories ? ${category} or (paper.categories = '[]' and paper.items = '[]'))`,
    endsBefore === undefined ? undefined : sql`paper.valid_until < ${endsBefore}::date`,
    withdrawn === undefined ? undefined : sql`paper.withdrawn = ${withdrawn}`,
    day && id ? sql`(paper.valid_until, paper.id) > (${day}::date, ${id}::uuid)` : undefined,
  ]);
  const found = await db.execute<{ code: string; id: string; day: string }>(sql`
    select paper.code, paper.id, paper.valid_until::text as day from supplier_certificates paper where ${conditions}
     order by paper.valid_until, paper.id limit ${limit + 1}`);
  const { rows, next } = takePage(found, limit, (row) => [row.day, row.id]);
  const kept = await readRecords(
    db,
    'certificate',
    rows.map(({ code }) => code),
  );
  return { next, rows: rows.flatMap(({ code }) => kept.get(code) ?? []) };
}

export type AroundCertificate = {
  document: { documentId: string; fileName: string } | null;
  proposals: { proposalId: string; number: string; state: string }[];
};

/** What belongs to a certificate: its document, and the proposals about it, the latest first. */
export async function readAroundCertificate(db: DbOrTx, id: string): Promise<AroundCertificate> {
  const [found] = await db.execute<AroundCertificate>(sql`
    select (select jsonb_build_object('documentId', document.id, 'fileName', document.file_name)
              from documents document where document.id = paper.document_id) as document,
           (select coalesce(jsonb_agg(jsonb_build_object('proposalId', proposal.id, 'number', proposal.number, 'state', proposal.state)
                     order by proposal.id desc), '[]')
              from master_data_proposal_records line join master_data_proposals proposal on proposal.id = line.proposal_id
             where line.record_id = paper.id) as proposals
      from supplier_certificates paper where paper.id = ${id}`);
  return found ?? { document: null, proposals: [] };
}
