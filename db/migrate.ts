import { fileURLToPath } from 'node:url';
import { drizzle } from 'drizzle-orm/postgres-js';
import { migrate as applyMigrations } from 'drizzle-orm/postgres-js/migrator';
import postgres from 'postgres';

const migrationsFolder = fileURLToPath(new URL('./migrations', import.meta.url));

/** One number for all who migrate this database, so that of several starting at once one works and the others wait. */
const migrationLock = 4_680_001;

/** Applies the forward-only migrations that are missing, under a lock, and tells how many there were. */
export async function migrate(ownerUrl: string): Promise<{ applied: number }> {
  const client = postgres(ownerUrl, {
    max: 1,
    onnotice: () => {},
    connection: { application_name: 'holdfast-migrate' },
  });
  try {
    await client`select pg_advisory_lock(${migrationLock})`;
    const before = await countApplied(client);
    await applyMigrations(drizzle(client), { migrationsFolder });
    return { applied: (await countApplied(client)) - before };
  } finally {
    await client.end();
  }
}

async function countApplied(client: postgres.Sql): Promise<number> {
  const [table] = await client`select to_regclass('drizzle.__drizzle_migrations') as name`;
  if (!table?.name) return 0;
  const [row] = await client`select count(*)::int as count from drizzle.__drizzle_migrations`;
  return Number(row?.count ?? 0);
}
