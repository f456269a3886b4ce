import { readFile } from 'node:fs/promises';
import { sql } from 'drizzle-orm';
import type { DbOrTx } from '#db/connect.ts';

const journal = new URL('../migrations/meta/_journal.json', import.meta.url);

/** How many migrations of this version the database lacks. Throws when it is out of reach. */
export async function pendingMigrations(db: DbOrTx): Promise<number> {
  // Written by drizzle-kit, in this shape.
  const { entries } = JSON.parse(await readFile(journal, 'utf8')) as { entries: unknown[] };
  const [row] = await db.execute<{ applied: number }>(
    sql`select count(*)::int as applied from drizzle.__drizzle_migrations`,
  );
  return Math.max(0, entries.length - (row?.applied ?? 0));
}
