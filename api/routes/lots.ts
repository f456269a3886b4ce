import { listAuditEntriesContract } from '#api/contracts/audit.ts';
import { listLotsContract, readLotContract, readLotTimelineContract } from '#api/contracts/lots.ts';
import { encodeCursor, readCursor } from '#api/http/cursor.ts';
import type { ApiRouter } from '#api/http/router.ts';
import type { Services } from '#api/http/services.ts';
import { listAuditEntries } from '#db/queries/audit-trail.ts';
import { findLots } from '#db/queries/by-code.ts';
import { readLotDetail } from '#db/queries/lot-detail.ts';
import { listLots } from '#db/queries/lots.ts';
import { scopesWith } from '#domain/caller.ts';
import { allow, refuse } from '#domain/result.ts';
import { asPage, findNamed } from './named-filters.ts';

export function lotRoutes(app: ApiRouter, { operations: { db } }: Services): void {
  app.route(listLotsContract, async ({ query: { cursor, site, ...filter } }, { caller }) => {
    const after = readCursor(cursor, 'id');
    if (!after.ok) return after;
    const named = await findNamed(db, { site });
    if (!named.ok) return named;
    const scopes = scopesWith(caller, 'lot.read');
    const page = await listLots(db, { ...filter, siteId: named.value.siteId, scopes, after: after.value });
    return asPage(page, encodeCursor);
  });

  app.route(readLotContract, async ({ params: { lotId } }, { caller }) => {
    const lot = await readLotDetail(db, lotId, scopesWith(caller, 'lot.read'));
    return lot ? allow(lot) : refuse('lot.unknown', `There is no lot ${lotId}`);
  });

  app.route(readLotTimelineContract, async ({ params: { lotId }, query: { cursor, limit } }, { caller }) => {
    const after = readCursor(cursor, 'position');
    if (!after.ok) return after;
    if (!(await findLots(db, [lotId])).has(lotId)) return refuse('lot.unknown', `There is no lot ${lotId}`);
    const scopes = scopesWith(caller, 'lot.read');
    return asPage(await listAuditEntries(db, { lotId, limit, scopes, after: after.value }), encodeCursor);
  });

  app.route(listAuditEntriesContract, async ({ query: { cursor, lot, actor, ...filter } }, { caller }) => {
    const after = readCursor(cursor, 'position');
    if (!after.ok) return after;
    const named = await findNamed(db, { lot });
    if (!named.ok) return named;
    const scopes = scopesWith(caller, 'audit.read');
    const { lotId } = named.value;
    return asPage(
      await listAuditEntries(db, { ...filter, actorId: actor, lotId, scopes, after: after.value }),
      encodeCursor,
    );
  });
}
