import { getTableColumns, getTableName, SQL, sql } from 'drizzle-orm';
import type { PgColumn, PgTable } from 'drizzle-orm/pg-core';
import type { Tx } from '#db/connect.ts';

/**
 * Inserts many rows by one statement whose text is the same however many they are: the server prepares it once, and a
 * delivery of forty lines costs no more to put into words than one of two. A column left out takes its default.
 */
export async function insertRows<Table extends PgTable>(
  tx: Tx,
  table: Table,
  rows: readonly Table['$inferInsert'][],
): Promise<void> {
  if (rows.length === 0) return;
  const given = Object.entries(getTableColumns(table)).filter(([key]) =>
    rows.some((row) => valueIn(row, key) !== undefined),
  );
  const name = sql.identifier(getTableName(table));
  const columns = sql.join(
    given.map(([, column]) => sql.identifier(column.name)),
    sql`, `,
  );
  const values = rows.map((row) =>
    Object.fromEntries(given.map(([key, column]) => [column.name, asJson(column, valueIn(row, key))])),
  );
  await tx.execute(sql`
    insert into ${name} (${columns})
    select ${columns} from jsonb_populate_recordset(null::${name}, ${JSON.stringify(values)}::jsonb)`);
}

// What a table's rows are made of is known by its columns.
const valueIn = (row: object, key: string): unknown => (row as Record<string, unknown>)[key];

/** As the driver would send it, but for JSON, which is nested as it is instead of as text. */
function asJson(column: PgColumn, value: unknown): unknown {
  if (value === null) return null;
  if (value === undefined) {
    if (column.default instanceof SQL) throw new Error(`${column.name} has to be given for all rows or for none`);
    return column.default ?? null;
  }
  if (column.dataType === 'json') return value;
  const driven = column.mapToDriverValue(value);
  return typeof driven === 'bigint' ? String(driven) : driven;
}
