import { sql } from 'drizzle-orm';
import type { Tx } from '#db/connect.ts';
import type { Caller } from '#domain/caller.ts';
import { personsOf } from '#domain/segregation.ts';

/**
 * Everybody whose own rights a caller would change by changing theirs: themselves, the colleague they stand in for, and behind a
 * key whoever made it, or made the key that made it.
 */
export async function standsBehind(tx: Tx, caller: Caller): Promise<ReadonlySet<string>> {
  if (caller.kind !== 'api_key') return new Set(personsOf(caller));
  const rows = await tx.execute<{ id: string }>(sql`
    with recursive behind (id) as (
      select ${caller.id}::text union select key.created_by from behind join api_keys key on key.id::text = behind.id)
    select id from behind`);
  return new Set(rows.map(({ id }) => id));
}
