import type postgres from 'postgres';

/** How many statements a connection keeps prepared at most: what lists and counts of values make of one is without end. */
const mostPrepared = 500;
const mostRemembered = 5_000;

type Unsafe = postgres.Sql['unsafe'];
/** Of a pool, or of one of its transactions. */
type Asking = { unsafe: Unsafe; savepoint?: unknown };

/**
 * Lets the server prepare each statement that comes a second time, once per connection. The query builder asks for none of
 * its own to be prepared, and a statement that is not costs two round trips and a plan, each time.
 */
export function prepareRecurring(client: postgres.Sql): postgres.Sql {
  const remembered = new Set<string>();
  const prepared = new Set<string>();

  const recurs = (text: string): boolean => {
    if (prepared.has(text)) return true;
    if (prepared.size < mostPrepared && remembered.delete(text)) {
      prepared.add(text);
      return true;
    }
    if (remembered.size >= mostRemembered) remembered.clear();
    remembered.add(text);
    return false;
  };

  const asking = <Sql extends Asking>(sql: Sql): Sql => {
    const { unsafe, savepoint } = sql;
    sql.unsafe = ((text, parameters, options) =>
      unsafe(text, parameters, { ...options, prepare: options?.prepare || recurs(text) })) as Unsafe;
    if (typeof savepoint === 'function') sql.savepoint = withAsking(savepoint.bind(sql));
    return sql;
  };

  /** `begin` and `savepoint` hand a client of their own to the function that comes last. */
  const withAsking =
    (open: (...args: unknown[]) => unknown) =>
    (...args: unknown[]): unknown => {
      const steps = args.at(-1) as (sql: Asking) => unknown;
      return open(...args.slice(0, -1), (sql: Asking) => steps(asking(sql)));
    };

  client.begin = withAsking(client.begin.bind(client) as (...args: unknown[]) => unknown) as typeof client.begin;
  const { reserve } = client;
  client.reserve = async () => asking(await reserve());
  return asking(client);
}
