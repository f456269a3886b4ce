import { sql } from 'drizzle-orm';
import type { Tx } from '#db/connect.ts';
import type { OperationContext } from './context.ts';
import type { PlannedRecord } from './record-conflicts.ts';
import { scoredRows } from './scored-rows.ts';

/** Makes locations of what was planned. The caller holds their locks. */
export async function applyLocations(
  tx: Tx,
  context: OperationContext,
  planned: readonly PlannedRecord[],
): Promise<void> {
  const rows = await scoredRows(tx, context, 'location', planned);
  await tx.execute(sql`
    insert into locations as kept (id, site_id, code, kind, name, temperature_min_c, temperature_max_c, completeness, missing, scored_by)
    select planned.id, site.id, split_part(planned.code, '/', 2), kind, planned.name, "temperatureMinC", "temperatureMaxC",
           completeness, missing, "scoredBy"
      from jsonb_to_recordset(${rows}::jsonb) as planned(id uuid, code text, kind text, name text,
             "temperatureMinC" numeric, "temperatureMaxC" numeric, completeness integer, missing jsonb, "scoredBy" integer)
      join sites site on site.code = split_part(planned.code, '/', 1)
    on conflict (id) do update set kind = excluded.kind, name = excluded.name,
           temperature_min_c = excluded.temperature_min_c, temperature_max_c = excluded.temperature_max_c,
           completeness = excluded.completeness, missing = excluded.missing, scored_by = excluded.scored_by,
           version = kept.version + 1`);
}
