import { readFileSync } from 'node:fs';
import { sql } from 'drizzle-orm';
import type { DbOrTx } from '#db/connect.ts';

const journal = new URL('../migrations/meta/_journal.json', import.meta.url);
/** Read once: what counts is the version that runs. Written by drizzle-kit, in this shape. */
const known = (JSON.parse(readFileSync(journal, 'utf8')) as { entries: unknown[] }).entries.length;

/** How many migrations of this version the database lacks. Throws when it is out of reach. */
export async function pendingMigrations(db: DbOrTx): Promise<number> {
  const [row] = await db.execute<{ applied: number }>(
    sql`select count(*)::int as applied from drizzle.__drizzle_migrations`,
  );
  return Math.max(0, known - (row?.applied ?? 0));
}
