import { sql } from 'drizzle-orm';
import type { DbOrTx } from '#db/connect.ts';
import type { CertificateRecord } from '#domain/supplier-certificates.ts';

export type GtinHolder = { gtin: string; itemId: string; code: string };

/** Which items have these GTINs, of their own or of one of their units. */
export async function readGtinHolders(db: DbOrTx, gtins: readonly string[]): Promise<readonly GtinHolder[]> {
  if (gtins.length === 0) return [];
  const asked = sql`(select jsonb_array_elements_text(${JSON.stringify(gtins)}::jsonb))`;
  return await db.execute<GtinHolder>(sql`
    select item.gtin, item.id as "itemId", item.code from items item where item.gtin in ${asked}
    union
    select unit.gtin, item.id, item.code from item_units unit join items item on item.id = unit.item_id where unit.gtin in ${asked}`);
}

/** Of some items, those that have lots: what their quantities are counted in cannot change any more. */
export async function readItemsWithLots(db: DbOrTx, itemIds: readonly string[]): Promise<ReadonlySet<string>> {
  if (itemIds.length === 0) return new Set();
  const rows = await db.execute<{ id: string }>(sql`
    select asked.id from (select jsonb_array_elements_text(${JSON.stringify(itemIds)}::jsonb)::uuid as id) asked
     where exists (select from lots where lots.item_id = asked.id)`);
  return new Set(rows.map(({ id }) => id));
}

/** Of some codes of records, those that there are. */
export async function readKnownCodes(
  db: DbOrTx,
  kind: 'parties' | 'suppliers' | 'sites' | 'items' | 'legal_entities',
  codes: readonly string[],
): Promise<ReadonlySet<string>> {
  if (codes.length === 0) return new Set();
  const rows = await db.execute<{ code: string }>(sql`
    select code from ${sql.identifier(kind === 'suppliers' ? 'parties' : kind)} kept
     where ${kind === 'suppliers' ? sql`kept.is_supplier` : sql`true`} and code in (select jsonb_array_elements_text(${JSON.stringify(codes)}::jsonb))`);
  return new Set(rows.map(({ code }) => code));
}

/** Of some documents, those whose files are there. */
export async function readKnownDocuments(db: DbOrTx, ids: readonly string[]): Promise<ReadonlySet<string>> {
  if (ids.length === 0) return new Set();
  const rows = await db.execute<{ id: string }>(sql`
    select id from documents where removed_at is null
       and id in (select jsonb_array_elements_text(${JSON.stringify(ids)}::jsonb)::uuid)`);
  return new Set(rows.map(({ id }) => id));
}

type Paper = Pick<CertificateRecord, 'scheme' | 'number' | 'issuer'>;
export type PaperHolder = Paper & { id: string; code: string; party: string };

/** Which certificates of suppliers are these papers already. */
export async function readPaperHolders(db: DbOrTx, papers: readonly Paper[]): Promise<readonly PaperHolder[]> {
  if (papers.length === 0) return [];
  const asked = JSON.stringify(papers.map(({ scheme, number, issuer }) => ({ scheme, number, issuer })));
  return await db.execute<PaperHolder>(sql`
    select kept.id, kept.code, party.code as party, kept.scheme, kept.number, kept.issuer
      from jsonb_to_recordset(${asked}::jsonb) as asked(scheme text, number text, issuer text)
      join supplier_certificates kept on kept.scheme = asked.scheme and lower(kept.number) = lower(asked.number)
                                     and lower(kept.issuer) = lower(asked.issuer)
      join parties party on party.id = kept.party_id`);
}

/** Which sites, or which entities, have these location numbers. */
export async function readGlnHolders(db: DbOrTx, kind: 'site' | 'entity', glns: readonly string[]) {
  const table = sql.identifier(kind === 'site' ? 'sites' : 'legal_entities');
  return await db.execute<{ id: string; code: string; gln: string }>(sql`
    select id, code, gln from ${table} where gln in (select jsonb_array_elements_text(${JSON.stringify(glns)}::jsonb))`);
}

/** Whose stock is at sites, as far as the caller sees; whoever decides has it asked again by a worker, who sees all. */
export async function readOwnersWithStock(db: DbOrTx, siteIds: readonly string[]) {
  if (siteIds.length === 0) return [];
  return await db.execute<{ siteId: string; owner: string }>(sql`
    select distinct place.site_id as "siteId", owner.code as owner
      from stock join locations place on place.id = stock.location_id join legal_entities owner on owner.id = stock.owner_id
     where place.site_id in (select jsonb_array_elements_text(${JSON.stringify(siteIds)}::jsonb)::uuid)`);
}
