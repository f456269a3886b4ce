import { sql } from 'drizzle-orm';
import { check, customType, numeric, timestamp, uuid } from 'drizzle-orm/pg-core';

/** A primary key made by the one source of ids (UUID version 7, so that rows lie in the order they were made). */
export const id = () => uuid('id').primaryKey();

/** A quantity in the item's base unit, as a decimal string of at most four places. */
export const quantity = (name: string) => numeric(name, { precision: 18, scale: 4 });

/** Degrees Celsius as a decimal string. */
export const celsius = (name: string) => numeric(name, { precision: 6, scale: 2 });

export const instant = (name: string) => timestamp(name, { withTimezone: true, precision: 3, mode: 'date' });

/** The transaction that wrote a row: with `pg_snapshot_xmin` it tells which rows are surely committed (`knownAt`). */
export const transactionId = customType<{ data: string; driverData: string }>({ dataType: () => 'xid8' });

/** A constraint that holds a text column to the words the domain knows. */
export const oneOf = (name: string, column: string, words: readonly string[]) =>
  check(name, sql.raw(`"${column}" in (${words.map((word) => `'${word}'`).join(', ')})`));
