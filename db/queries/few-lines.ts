import { type SQL, sql } from 'drizzle-orm';
import type { DbOrTx } from '#db/connect.ts';
import type { Scopes } from '#domain/caller.ts';
import { seeingEverything } from './sight.ts';

const few = 1_000;

/** Documents with lines: the table of these, and what in it names the document. */
export type LinesOf = { lines: SQL; column: SQL };

/** The item categories that somebody has to do with, where no grant of theirs reaches further; else null. */
export function onlyCategories(scopes: Scopes): string[] | null {
  const named = (scopes ?? [{ category: null }]).map(({ category }) => category ?? null);
  return named.length > 0 && named.every((category) => category !== null) ? [...new Set(named)] : null;
}

export const itemsOfCategories = (categories: readonly string[]): SQL =>
  sql`any (array(select id from items where category in ${categories}))`;

/**
 * Which documents have lines of some items, as a condition on their id, where those came so seldom that they are best found through
 * them, and not by going through all documents, newest first; else undefined. Lines are counted wherever they are: how to go about
 * it is told to nobody.
 */
export async function throughFewLines(
  db: DbOrTx,
  { lines, column }: LinesOf,
  items: SQL,
  documentId: SQL,
): Promise<SQL | undefined> {
  const [found] = await seeingEverything(() =>
    db.execute<{ few: boolean }>(sql`
      select count(*) < ${few} as few from (select from ${lines} line where line.item_id = ${items} limit ${few}) counted`),
  );
  return found?.few === false
    ? undefined
    : sql`${documentId} = any (array(select line.${column} from ${lines} line where line.item_id = ${items}))`;
}
