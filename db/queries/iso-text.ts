import { type SQL, sql } from 'drizzle-orm';

/** An instant as ISO 8601 in UTC with milliseconds, as JavaScript writes it; null stays null. */
export const isoText = (instant: SQL): SQL =>
  sql`to_char(${instant} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

/** Ids as one parameter, for `in`. */
export const idList = (ids: readonly string[]): SQL =>
  sql`(select jsonb_array_elements_text(${JSON.stringify(ids)}::jsonb)::uuid)`;
