import { drizzle, type PostgresJsDatabase } from 'drizzle-orm/postgres-js';
import postgres from 'postgres';
import { limitToSight } from './limit-to-sight.ts';
import { prepareRecurring } from './prepare-recurring.ts';
import * as schema from './schema/index.ts';

export type Db = PostgresJsDatabase<typeof schema> & { $client: postgres.Sql };
export type Tx = Parameters<Parameters<Db['transaction']>[0]>[0];
export type DbOrTx = Db | Tx;

/** The role a connection works as; each is a member role without a login of its own, see the first migrations. */
export type DatabaseRole = 'holdfast_app' | 'holdfast_report' | 'holdfast_advice' | 'owner';

/**
 * What a pool sees of rows that have a site or an entity: `all` of them, for the rules themselves and for tools; or what the
 * caller of each statement may see (`queries/sight.ts`), and nothing where there is none.
 */
export type PoolSight = 'all' | 'caller';

export type ConnectOptions = { role: DatabaseRole; poolSize: number; applicationName: string; sight: PoolSight };

/** The driver's own pauses grow to 20 s for the whole pool: requests would wait that long for a database that is back. */
const backoff = (attempts: number): number => Math.min(0.05 * 2 ** attempts, 1);

/** A program that freezes between two statements must not keep its lots from everybody for longer. */
const idleInTransactionMilliseconds = 30_000;

/** Opens a pool. Connections take their role at start, so that no statement runs with the login's own rights. */
export function connect(url: string, { role, poolSize, applicationName, sight }: ConnectOptions): Db {
  const client = postgres(url, {
    max: poolSize,
    backoff,
    onnotice: () => {},
    connection: {
      application_name: applicationName,
      ...(sight === 'all' && { 'holdfast.sight': 'all' }),
      ...(role === 'owner' ? {} : { role, idle_in_transaction_session_timeout: idleInTransactionMilliseconds }),
    },
  });
  const asking = prepareRecurring(client);
  return drizzle(sight === 'all' ? asking : limitToSight(asking), { schema });
}
