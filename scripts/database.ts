import postgres from 'postgres';
import { StartProblem } from './start-problem.ts';

/** The parts of a database address that make a login. */
function loginOf(url: string): { name: string; password: string } {
  const { username, password } = new URL(url);
  return { name: decodeURIComponent(username), password: decodeURIComponent(password) };
}

/** The same server with another login or another database. */
export function addressOf(url: string, change: { name?: string; password?: string; database?: string }): string {
  const address = new URL(url);
  if (change.name !== undefined) address.username = encodeURIComponent(change.name);
  if (change.password !== undefined) address.password = encodeURIComponent(change.password);
  if (change.database !== undefined) address.pathname = `/${change.database}`;
  return address.href;
}

const connect = (url: string) => postgres(url, { max: 1, onnotice: () => {} });

/** Makes the owner's login and the database, where we run the server ourselves. Safe to repeat. */
export async function prepareOwner(superUrl: string, ownerUrl: string): Promise<void> {
  const sql = connect(superUrl);
  try {
    const { name, password } = loginOf(ownerUrl);
    const database = new URL(ownerUrl).pathname.slice(1);
    const [role] = await sql`select from pg_roles where rolname = ${name}`;
    if (!role) await sql.unsafe(`create role ${quoted(name)} login createrole`);
    await sql.unsafe(`alter role ${quoted(name)} password '${password.replaceAll("'", "''")}'`);
    const [found] = await sql`select from pg_database where datname = ${database}`;
    if (!found) await sql.unsafe(`create database ${quoted(database)} owner ${quoted(name)}`);
  } finally {
    await sql.end();
  }
}

/**
 * Makes the login that the API and the workers use a member of `holdfast_app` and of nothing else. Safe to repeat; does
 * nothing when owner and application are one login.
 */
export async function prepareLogin(ownerUrl: string, appUrl: string): Promise<void> {
  const owner = loginOf(ownerUrl);
  const { name, password } = loginOf(appUrl);
  if (name === owner.name) return;
  const sql = connect(ownerUrl);
  try {
    const [role] = await sql`select from pg_roles where rolname = ${name}`;
    if (!role) {
      await sql.unsafe(`create role ${quoted(name)} login noinherit password '${password.replaceAll("'", "''")}'`);
      await sql.unsafe(`grant holdfast_app to ${quoted(name)}`);
    }
  } catch (error) {
    throw new StartProblem(
      `The login ${name} of DATABASE_URL does not exist and ${owner.name} may not make it (${error instanceof Error ? error.message : error}); make it and "grant holdfast_app to ${name}".`,
    );
  } finally {
    await sql.end();
  }
}

const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`;

/** Throws the one sentence when the database of an address does not answer. */
export async function requireDatabase(url: string): Promise<void> {
  const sql = connect(url);
  try {
    const [row] = await sql`select current_setting('server_version_num')::int as version`;
    if (Number(row?.version) < 150_000)
      throw new StartProblem(
        'The PostgreSQL of DATABASE_URL is older than 15; upgrade it, or unset DATABASE_URL to use our own.',
      );
  } catch (error) {
    if (error instanceof StartProblem) throw error;
    const { host, pathname } = new URL(url);
    throw new StartProblem(
      `PostgreSQL at ${host}${pathname} does not answer (${error instanceof Error ? error.message : error}); start it, or correct DATABASE_URL.`,
    );
  } finally {
    await sql.end();
  }
}
