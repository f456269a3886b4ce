import { sql } from 'drizzle-orm';
import type { DbOrTx, Tx } from '#db/connect.ts';
import type { RecordKind } from '#domain/record-kinds.ts';

/** The table whose rows stand for the records of a kind. A specification goes by its item. */
const tables = {
  item: 'items',
  party: 'parties',
  location: 'locations',
  override: 'local_overrides',
  specification: 'items',
  certificate: 'supplier_certificates',
  site: 'sites',
  entity: 'legal_entities',
} as const satisfies Record<RecordKind, string>;

const among = (ids: readonly string[]) => sql`(select jsonb_array_elements_text(${JSON.stringify(ids)}::jsonb)::uuid)`;

/** Locks the rows of records in the order of their ids. What is read for them is read afterwards, in a statement of its own. */
export const lockRecordRows = (tx: Tx, kind: RecordKind, ids: readonly string[]): Promise<unknown> =>
  tx.execute(sql`select id from ${sql.identifier(tables[kind])} where id in ${among(ids)} order by id for update`);

/** The versions of records by their ids; those that are not there are left out. */
export async function readVersions(db: DbOrTx, kind: RecordKind, ids: readonly string[]): Promise<Map<string, number>> {
  const rows = await db.execute<{ id: string; version: number }>(
    kind === 'specification'
      ? sql`select item_id as id, max(version) as version from item_specifications where item_id in ${among(ids)} group by item_id`
      : sql`select id, version from ${sql.identifier(tables[kind])} where id in ${among(ids)}`,
  );
  return new Map(rows.map(({ id, version }) => [id, version]));
}

/** Of the codes of records that would be new, one that there is already. */
export async function findTakenCode(db: DbOrTx, kind: RecordKind, codes: readonly string[]): Promise<string | null> {
  if (kind === 'override' || codes.length === 0) return null;
  const asked = sql`(select jsonb_array_elements_text(${JSON.stringify(codes)}::jsonb))`;
  const [taken] = await db.execute<{ code: string }>(
    kind === 'location'
      ? sql`select site.code || '/' || place.code as code from locations place join sites site on site.id = place.site_id
             where site.code || '/' || place.code in ${asked} limit 1`
      : kind === 'specification'
        ? sql`select code from items where code in ${asked}
                 and exists (select from item_specifications known where known.item_id = items.id) limit 1`
        : sql`select code from ${sql.identifier(tables[kind])} where code in ${asked} limit 1`,
  );
  return taken?.code ?? null;
}
