import { type SQL, sql } from 'drizzle-orm';
import type { DbOrTx } from '#db/connect.ts';

/** Beyond this many hits the newest are found faster by looking at one lot after the other. */
const many = 30_000;

/**
 * A condition on `lot` for what somebody types or scans: the beginning of its code, its supplier's lot number or its
 * traceability lot code in any case, or a whole GTIN of its item. Two ways of asking the same, for a beginning that few lots have and
 * for one that many have, because the database cannot know how many before it has looked.
 */
export async function beginningWith(db: DbOrTx, search: string): Promise<SQL> {
  const text = search.trim().toUpperCase();
  const begins = (column: string): SQL =>
    // As a range of the index, whatever characters there are in it; U+10FFFF is beyond all of them.
    sql`upper(lot.${sql.identifier(column)}) ~>=~ ${text} and upper(lot.${sql.identifier(column)}) ~<~ ${`${text}\u{10FFFF}`}`;
  const ways = [
    begins('code'),
    begins('supplier_lot_number'),
    begins('traceability_lot_code'),
    ...(/^[0-9]{8,14}$/.test(text) ? [ofGtin(text.padStart(14, '0'))] : []),
  ];
  const hits = sql.join(
    ways.map((way) => sql`(select lot.id from lots lot where ${way} limit ${many})`),
    sql` union all `,
  );
  const [found] = await db.execute<{ count: number }>(sql`select count(*)::int as count from (${hits}) hit`);
  return (found?.count ?? 0) < many
    ? // As an array, so that the newest of them come first from the index and the rest are left alone.
      sql`lot.id = any(array(${hits}))`
    : sql`(${sql.join(
        ways.map((way) => sql`(${way})`),
        sql` or `,
      )})`;
}

const ofGtin = (gtin: string): SQL => sql`lot.item_id in (
  select id from items where gtin = ${gtin} union select item_id from item_units where gtin = ${gtin})`;
