import { sql } from 'drizzle-orm';
import type { DbOrTx } from '#db/connect.ts';
import type { ScopeOf } from '#domain/policy-scopes.ts';
import type { DocumentFacts } from '#domain/retention.ts';

/** A document that may have been kept long enough, with all that its retention is reckoned by. */
export type ExpiringDocument = {
  documentId: string;
  sha256: string;
  fileName: string;
  facts: DocumentFacts;
  /** Where its lots were and whose they are: each may have a retention of its own. */
  scopes: ScopeOf<'document_retention_years'>[];
};

type Row = {
  documentId: string;
  sha256: string;
  fileName: string;
  uploadedAt: string;
  links: number;
  unknown: boolean;
  lastLinkedAt: string | null;
  lastMovedAt: string | null;
  lastExpiryAt: string | null;
  stockOnHand: boolean;
  held: boolean;
  legalHolds: string[];
  scopes: ScopeOf<'document_retention_years'>[];
};

/** Documents uploaded before an instant, the oldest first, from one on. */
export async function readExpiringDocuments(
  db: DbOrTx,
  { uploadedBefore, after, limit }: { uploadedBefore: Date; after: readonly string[] | undefined; limit: number },
): Promise<ExpiringDocument[]> {
  const [afterAt, afterId] = after ?? [];
  const reach = sql`document_reach reach where reach.document_id = document.id`;
  const rows = await db.execute<Row>(sql`
    select document.id as "documentId", document.sha256, document.file_name as "fileName", document.uploaded_at::text as "uploadedAt",
           (select count(*)::int from ${reach}) as links,
           exists (select from ${reach} and reach.lot_id is null) as unknown,
           (select max(reach.linked_at)::text from ${reach}) as "lastLinkedAt",
           (select max(movement.happened_at)::text from movements movement join movement_lines line on line.movement_id = movement.id
             where line.lot_id in (select reach.lot_id from ${reach})) as "lastMovedAt",
           (select max(lot.expires_on)::text from lots lot where lot.id in (select reach.lot_id from ${reach})) as "lastExpiryAt",
           exists (select from stock where stock.lot_id in (select reach.lot_id from ${reach})) as "stockOnHand",
           exists (select from holds hold where hold.ended_at is null and hold.lot_id in (select reach.lot_id from ${reach})) as held,
           (select coalesce(jsonb_agg(legal.number order by legal.number), '[]')
              from document_legal_holds legal where legal.document_id = document.id) as "legalHolds",
           (select coalesce(jsonb_agg(distinct jsonb_build_object('itemId', lot.item_id, 'category', item.category, 'siteId', place.site_id,
                      'entityId', line.owner_id, 'jurisdiction', site.address ->> 'country')), '[]')
              from lots lot join items item on item.id = lot.item_id
              left join movement_lines line on line.lot_id = lot.id
              left join locations place on place.id = line.location_id and place.site_id is not null
              left join sites site on site.id = place.site_id
             where lot.id in (select reach.lot_id from ${reach})) as scopes
      from documents document
     where document.removed_at is null and document.uploaded_at <= ${uploadedBefore.toISOString()}::timestamptz
       and ${afterAt && afterId ? sql`(document.uploaded_at, document.id) > (${afterAt}::timestamptz, ${afterId}::uuid)` : sql`true`}
     order by document.uploaded_at, document.id limit ${limit}`);
  return rows.map(({ documentId, sha256, fileName, scopes, ...row }) => ({
    documentId,
    sha256,
    fileName,
    scopes,
    facts: {
      uploadedAt: new Date(row.uploadedAt),
      belongsToSomething: row.links > 0,
      belongsToUnknown: row.unknown,
      lastLinkedAt: asDate(row.lastLinkedAt),
      lastMovedAt: asDate(row.lastMovedAt),
      lastExpiryAt: asDate(row.lastExpiryAt),
      stockOnHand: row.stockOnHand,
      held: row.held,
      legalHolds: row.legalHolds,
    },
  }));
}

const asDate = (text: string | null): Date | null => (text === null ? null : new Date(text));
