import {
  listEntitiesContract,
  listItemsContract,
  listLocationsContract,
  listPartiesContract,
  listSitesContract,
  readPartyContract,
} from '#api/contracts/master-data.ts';
import { decodeCursor, encodeCursor } from '#api/http/cursor.ts';
import type { ApiRouter } from '#api/http/router.ts';
import type { Services } from '#api/http/services.ts';
import { listEntities, listLocations, listSites, type PageOf } from '#db/queries/list-places.ts';
import { listItems, listParties, readParty } from '#db/queries/list-trade.ts';
import { allow, type Result, refuse } from '#domain/result.ts';

type Rows<Row> = { rows: readonly Row[]; next: readonly string[] | null };
type Paged = { limit: number; cursor?: string | undefined };

export function masterDataRoutes(app: ApiRouter, { operations: { db } }: Services): void {
  app.route(listEntitiesContract, ({ query }) => pageBy(query, 1, (page) => listEntities(db, page)));
  app.route(listSitesContract, ({ query }) => pageBy(query, 1, (page) => listSites(db, page)));
  app.route(listLocationsContract, ({ query }) => pageBy(query, 2, (page) => listLocations(db, page)));
  app.route(listItemsContract, ({ query }) => pageBy(query, 1, (page) => listItems(db, page)));
  app.route(listPartiesContract, ({ query }) => pageBy(query, 1, (page) => listParties(db, page)));
  app.route(readPartyContract, async ({ params: { party } }) => {
    const found = await readParty(db, party);
    return found ? allow(found) : refuse('party.unknown', `There is no party "${party}"`);
  });
}

/** Reads the cursor, asks for that page, and tells where the next begins. `parts` is how many values order the list. */
async function pageBy<Query extends Paged, Row>(
  { cursor, ...query }: Query,
  parts: number,
  read: (page: Omit<Query, 'cursor'> & PageOf) => Promise<Rows<Row>>,
): Promise<Result<{ items: Row[]; nextCursor: string | null }>> {
  const after = decodeCursor(cursor, parts);
  if (!after.ok) return after;
  const { rows, next } = await read({ ...query, after: after.value });
  return allow({ items: [...rows], nextCursor: next && encodeCursor(next) });
}
