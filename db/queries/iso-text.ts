import { type SQL, sql } from 'drizzle-orm';

/** An instant as ISO 8601 in UTC with milliseconds, as JavaScript writes it; null stays null. */
export const isoText = (instant: SQL): SQL =>
  sql`to_char(${instant} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

/** The name of the person behind an id that may also be a system's or the rules': then the id itself. */
export const nameOfActor = (id: SQL): SQL => sql`coalesce(
  (select name from users where users.id = case when ${id} ~ '^[0-9a-f-]{36}$' then ${id}::uuid end), ${id})`;
