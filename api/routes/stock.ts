import { listHoldsContract, placeHoldContract, readHoldContract } from '#api/contracts/holds.ts';
import { listStockContract, moveStockContract } from '#api/contracts/stock.ts';
import { encodeCursor, readCursor } from '#api/http/cursor.ts';
import type { ApiRouter } from '#api/http/router.ts';
import type { Services } from '#api/http/services.ts';
import { listHolds, readHoldExtensions } from '#db/queries/holds.ts';
import { readPoliciesFollowed } from '#db/queries/policies-followed.ts';
import { readStockInReach } from '#db/queries/stock-in-reach.ts';
import { listStock } from '#db/queries/stock-on-hand.ts';
import { scopesWith } from '#domain/caller.ts';
import { allow, refuse } from '#domain/result.ts';
import { moveStock } from '#operations/move-stock.ts';
import { placeHold } from '#operations/place-hold.ts';
import { asPage, findNamed } from './named-filters.ts';

export function stockRoutes(app: ApiRouter, { operations }: Services): void {
  const { db } = operations;

  app.route(moveStockContract, ({ body }, request) => moveStock(operations, request.command(body)));

  app.route(listStockContract, async ({ query: { cursor, lot, site, ...filter } }, { caller }) => {
    const after = readCursor(cursor, 'id', 'id', 'id', 'word');
    if (!after.ok) return after;
    const named = await findNamed(db, { lot, site });
    if (!named.ok) return named;
    const scopes = scopesWith(caller, 'lot.read');
    return asPage(await listStock(db, { ...filter, ...named.value, scopes, after: after.value }), encodeCursor);
  });

  app.route(placeHoldContract, ({ body }, request) => placeHold(operations, request.command(body)));

  app.route(listHoldsContract, async ({ query: { cursor, lot, site, ...filter } }, { caller }) => {
    const after = readCursor(cursor, 'id');
    if (!after.ok) return after;
    const named = await findNamed(db, { lot, site });
    if (!named.ok) return named;
    const scopes = scopesWith(caller, 'hold.read');
    return asPage(await listHolds(db, { ...filter, ...named.value, scopes, after: after.value }), encodeCursor);
  });

  app.route(readHoldContract, async ({ params: { holdId } }, { caller }) => {
    const scopes = scopesWith(caller, 'hold.read');
    const { rows } = await listHolds(db, { holdId, scopes, limit: 1 });
    const [hold] = rows;
    if (!hold) return refuse('hold.unknown', `There is no hold ${holdId} that you may see`);
    const reached = await readStockInReach(db, holdId, scopesWith(caller, 'lot.read'));
    const policies = await readPoliciesFollowed(db, { subjects: [], case: [], hold: hold.policyIds });
    return allow({ ...hold, policies, reached, extensions: await readHoldExtensions(db, holdId) });
  });
}
