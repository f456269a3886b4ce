import type { DbOrTx } from '#db/connect.ts';
import { findLots, findSite } from '#db/queries/by-code.ts';
import { allow, type Result, refuse } from '#domain/result.ts';

type Named = { lot?: string | undefined; site?: string | undefined };
type Found = { lotId: string | undefined; siteId: string | undefined };

/** The ids behind the lot (code or id) and the site that a list is filtered by. Unknown ones are refused, not an empty list. */
export async function findNamed(db: DbOrTx, { lot, site }: Named): Promise<Result<Found>> {
  const foundLot = lot === undefined ? undefined : (await findLots(db, [lot])).get(lot);
  if (lot !== undefined && !foundLot) return refuse('lot.unknown', `There is no lot ${lot}`, '/query/lot');
  const foundSite = site === undefined ? undefined : await findSite(db, site);
  if (site !== undefined && !foundSite) return refuse('site.unknown', `There is no site ${site}`, '/query/site');
  return allow({ lotId: foundLot?.id, siteId: foundSite?.id });
}

type Rows<Row> = { rows: readonly Row[]; next: readonly string[] | null };

/** A page as contracts answer it. */
export const asPage = <Row>({ rows, next }: Rows<Row>, encode: (after: readonly string[]) => string) =>
  allow({ items: [...rows], nextCursor: next && encode(next) });
