import { drizzle, type PostgresJsDatabase } from 'drizzle-orm/postgres-js';
import postgres from 'postgres';
import { prepareRecurring } from './prepare-recurring.ts';
import * as schema from './schema/index.ts';

export type Db = PostgresJsDatabase<typeof schema> & { $client: postgres.Sql };
export type Tx = Parameters<Parameters<Db['transaction']>[0]>[0];
export type DbOrTx = Db | Tx;

/** The role a connection works as; each is a member role without a login of its own, see the first migrations. */
export type DatabaseRole = 'holdfast_app' | 'holdfast_report' | 'holdfast_advice' | 'owner';

export type ConnectOptions = { role: DatabaseRole; poolSize: number; applicationName: string };

/** The driver's own pauses grow to 20 s for the whole pool: requests would wait that long for a database that is back. */
const backoff = (attempts: number): number => Math.min(0.05 * 2 ** attempts, 1);

/** A program that freezes between two statements must not keep its lots from everybody for longer. */
const idleInTransactionMilliseconds = 30_000;

/** Opens a pool. Connections take their role at start, so that no statement runs with the login's own rights. */
export function connect(url: string, { role, poolSize, applicationName }: ConnectOptions): Db {
  const client = postgres(url, {
    max: poolSize,
    backoff,
    onnotice: () => {},
    connection: {
      application_name: applicationName,
      ...(role === 'owner' ? {} : { role, idle_in_transaction_session_timeout: idleInTransactionMilliseconds }),
    },
  });
  return drizzle(prepareRecurring(client), { schema });
}
