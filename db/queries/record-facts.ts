import { sql } from 'drizzle-orm';
import type { DbOrTx } from '#db/connect.ts';
import type { ScoredKind } from '#domain/record-kinds.ts';
import { noFacts, type RecordFacts } from '#domain/record-rules.ts';

/** What stands around records at an instant, by their ids: whether an item has a specification in effect. */
export async function readFacts(
  db: DbOrTx,
  kind: ScoredKind,
  ids: readonly string[],
  at: Date,
): Promise<(id: string) => RecordFacts> {
  if (kind !== 'item' || ids.length === 0) return () => noFacts;
  const rows = await db.execute<{ id: string }>(sql`
    select distinct item_id as id from item_specifications
     where item_id in (select jsonb_array_elements_text(${JSON.stringify(ids)}::jsonb)::uuid)
       and effective_from <= ${at.toISOString()}::timestamptz`);
  const specified = new Set(rows.map(({ id }) => id));
  return (id) => ({ specified: specified.has(id) });
}
