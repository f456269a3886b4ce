import { sql } from 'drizzle-orm';
import type { DbOrTx } from '#db/connect.ts';

export type OutboxLag = { waiting: number; oldestSeconds: number };

/** How many processes are committed and not yet started, and since when. Reads the partial index of what waits. */
export async function outboxLag(db: DbOrTx, now: Date): Promise<OutboxLag> {
  const [row] = await db.execute<{ waiting: number; oldest: number }>(sql`
    select count(*)::int as waiting,
           coalesce(extract(epoch from ${now.toISOString()}::timestamptz - min(created_at)), 0)::float8 as oldest
      from outbox where started_at is null`);
  return { waiting: row?.waiting ?? 0, oldestSeconds: Math.max(0, row?.oldest ?? 0) };
}
