import { sql } from 'drizzle-orm';
import type { Tx } from '#db/connect.ts';
import type { RecordKind } from '#domain/record-kinds.ts';
import { allow, type Result, refuse } from '#domain/result.ts';
import { codeTaken, type PlannedRecord } from './record-conflicts.ts';

const tables = { item: 'items', party: 'parties', location: 'locations', override: 'local_overrides' } as const;

/**
 * Locks the rows of records in the order of their ids, in a statement of its own, and refuses where one is not what it was
 * when the change was proposed, or where a new one has been made meanwhile under the same code.
 */
export async function lockRecords(tx: Tx, kind: RecordKind, planned: readonly PlannedRecord[]): Promise<Result<void>> {
  const ids = planned.map(({ recordId }) => recordId);
  const rows = await tx.execute<{ id: string; version: number }>(sql`
    select id, version from ${sql.identifier(tables[kind])}
     where id in (select jsonb_array_elements_text(${JSON.stringify(ids)}::jsonb)::uuid) order by id for update`);
  const versions = new Map(rows.map(({ id, version }) => [id, version]));
  const stale = planned.filter(
    ({ baseVersion, recordId }) => baseVersion !== null && versions.get(recordId) !== baseVersion,
  );
  const [first] = stale;
  if (first)
    return refuse(
      'proposal.record-changed',
      `${first.code} was changed since this was proposed${stale.length > 1 ? `, and ${stale.length - 1} more` : ''}: propose it anew`,
    );
  return await refuseTaken(tx, kind, planned);
}

async function refuseTaken(tx: Tx, kind: RecordKind, planned: readonly PlannedRecord[]): Promise<Result<void>> {
  if (kind === 'override') return allow(undefined);
  const codes = planned.filter(({ action }) => action === 'create').map(({ code }) => code);
  if (codes.length === 0) return allow(undefined);
  const asked = sql`(select jsonb_array_elements_text(${JSON.stringify(codes)}::jsonb))`;
  const [taken] = await tx.execute<{ code: string }>(
    kind === 'location'
      ? sql`select site.code || '/' || place.code as code from locations place join sites site on site.id = place.site_id
             where site.code || '/' || place.code in ${asked} limit 1`
      : sql`select code from ${sql.identifier(tables[kind])} where code in ${asked} limit 1`,
  );
  return taken ? { ok: false, violation: codeTaken(kind, taken.code, '') } : allow(undefined);
}
