import type postgres from 'postgres';
import { currentSight } from './queries/sight.ts';

type Unsafe = postgres.Sql['unsafe'];
type Rows = postgres.PendingQuery<postgres.Row[]>;

/**
 * Puts the sight of whoever asks before each statement and each transaction of a pool. A single statement becomes a transaction
 * of its own, because a setting that outlives it would be the next caller's: its three messages go out together and cost one
 * round trip. Where nobody asks, statements go as they are and see no row that has a site or an entity.
 */
export function limitToSight(client: postgres.Sql): postgres.Sql {
  const { unsafe, begin } = client;

  client.unsafe = ((...[text, parameters, options]: Parameters<Unsafe>) => {
    const settings = currentSight();
    // The driver begins its own transactions by this very function, and says so by a hook that it has no type for.
    if (settings === undefined || 'onexecute' in (options ?? {})) return unsafe(text, parameters, options);
    let asValues = false;
    // What drizzle chains onto a query comes before it is awaited.
    const answer = Promise.resolve().then(() =>
      askOnce(client, settings, (sql) => {
        const query = sql.unsafe(text, parameters, options) as unknown as Rows;
        return asValues ? (query.values() as unknown as Rows) : query;
      }),
    );
    return Object.assign(answer, {
      values: () => {
        asValues = true;
        return answer;
      },
    });
    // Of a pending query the query builder uses no more than this.
  }) as unknown as Unsafe;

  client.begin = ((...args: unknown[]) => {
    const settings = currentSight();
    const steps = args.at(-1) as (sql: postgres.TransactionSql) => unknown;
    if (settings === undefined) return begin(...(args as Parameters<typeof begin>));
    const limited = (sql: postgres.TransactionSql) => {
      // Not waited for: it goes out before the first statement, on the same connection, and its failure fails the transaction.
      sql.unsafe(settings).execute();
      return steps(sql);
    };
    return begin(...([...args.slice(0, -1), limited] as unknown as Parameters<typeof begin>));
  }) as typeof begin;

  return client;
}

async function askOnce(client: postgres.Sql, settings: string, ask: (sql: postgres.Sql) => Rows): Promise<unknown> {
  const sql = await client.reserve();
  const [opened, asked, closed] = await Promise.allSettled([
    sql.unsafe(`begin;${settings}`).execute(),
    ask(sql).execute(),
    sql.unsafe('commit').execute(),
  ]);
  sql.release();
  for (const { status, reason } of [opened, asked, closed] as PromiseRejectedResult[])
    if (String(status) === 'rejected') throw reason;
  return (asked as PromiseFulfilledResult<unknown>).value;
}
