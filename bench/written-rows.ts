import type postgres from 'postgres';
import { newId } from '#db/new-id.ts';

/** Rows that one transaction wrote, by table, in the order in which they can be written again. */
export type WrittenRows = Map<string, Row[]>;
type Row = Record<string, postgres.ParameterOrJSON<never>>;

/** What a delivery is: everything else a receipt writes is what Holdfast makes of it. */
export const tablesOfFacts = ['lots', 'movements', 'movement_lines', 'receipts', 'receipt_lines', 'certificates'];
const tablesOfRecord = [
  'holds',
  'quarantine_reviews',
  'tasks',
  'outbox',
  'receipt_defects',
  'audit_entries',
  'commands',
];

/** Balances are left out: the database moves them by itself, whoever inserts the lines. */
const everyTable = [...tablesOfFacts, ...tablesOfRecord];

/** Made by the database, on the second writing too. */
const madeByDatabase = ['position', 'transaction_id'];

/** Reads what the transaction of a command that posted a movement has written. */
export async function rowsWrittenBy(sql: postgres.Sql, commandId: string): Promise<WrittenRows> {
  const [movement] = await sql<{ id: string }[]>`
    select transaction_id::text as id from movements where command_id = ${commandId}`;
  if (!movement) throw new Error(`Command ${commandId} has posted no movement`);
  const written: WrittenRows = new Map();
  for (const table of everyTable) {
    const dropped = table === 'outbox' ? ['id', ...madeByDatabase] : madeByDatabase;
    const rows = await sql<{ row: Row }[]>`
      select to_jsonb(written) - ${dropped}::text[] as row from ${sql(table)} written
       where xmin::text = ${movement.id} order by ctid`;
    if (rows.length > 0)
      written.set(
        table,
        rows.map(({ row }) => row),
      );
  }
  return written;
}

/** The same rows as if they had been written for another delivery: with ids, codes and numbers of their own. */
export function asOther(written: WrittenRows, commandId: string, suffix: string): WrittenRows {
  const replaced = new Map<string, string>([[commandId, `${commandId}${suffix}`]]);
  const columns = ['code', 'number', 'supplier_lot_number'];
  for (const [table, rows] of written)
    for (const row of rows) {
      if (table !== 'outbox' && table !== 'commands' && typeof row.id === 'string') replaced.set(row.id, newId());
      if (table !== 'receipt_defects')
        for (const column of columns) {
          const value = row[column];
          if (typeof value === 'string') replaced.set(value, `${value}${suffix}`);
        }
    }
  const found = new RegExp(
    [...replaced.keys()]
      .toSorted((a, b) => b.length - a.length)
      .map(literally)
      .join('|'),
    'g',
  );
  const copy = JSON.stringify([...written]).replaceAll(found, (value) => replaced.get(value) ?? value);
  return new Map(JSON.parse(copy) as [string, Row[]][]); // what was made a string one line above
}

const literally = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** Writes rows as one transaction of one multi-row INSERT for each table: the least that anybody could do. */
export async function insertRows(
  sql: postgres.Sql,
  rows: WrittenRows,
  tables: readonly string[] | 'all',
): Promise<void> {
  await sql.begin(async (tx) => {
    // Sent one behind the other without waiting, as the driver allows.
    await Promise.all(
      [...rows]
        .filter(([table]) => tables === 'all' || tables.includes(table))
        .map(([table, values]) => tx`insert into ${tx(table)} ${tx(values)}`),
    );
  });
}
