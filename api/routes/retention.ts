import { listLegalHoldsContract, listRetentionContract, placeLegalHoldContract } from '#api/contracts/retention.ts';
import { encodeCursor, readCursor } from '#api/http/cursor.ts';
import type { ApiRouter } from '#api/http/router.ts';
import type { Services } from '#api/http/services.ts';
import { listLegalHolds } from '#db/queries/legal-holds.ts';
import { authorize, type Caller } from '#domain/caller.ts';
import { allow } from '#domain/result.ts';
import { judgeDocuments } from '#operations/document-retention.ts';
import { placeLegalHold } from '#operations/place-legal-hold.ts';

export function retentionRoutes(app: ApiRouter, { operations }: Services): void {
  const { db, clock } = operations;
  // They name lots, suppliers and documents of every site.
  const everywhere = (caller: Caller) => authorize(caller, 'legal-hold.read', { siteId: null, entityId: null });

  app.route(placeLegalHoldContract, ({ body }, request) => placeLegalHold(operations, request.command(body)));

  app.route(listLegalHoldsContract, async ({ query: { cursor, ...filter } }, { caller }) => {
    const may = everywhere(caller);
    if (!may.ok) return may;
    const after = readCursor(cursor, 'id');
    if (!after.ok) return after;
    const { rows, next } = await listLegalHolds(db, { ...filter, after: after.value });
    return allow({ items: [...rows], nextCursor: next && encodeCursor(next) });
  });

  app.route(listRetentionContract, async ({ query: { cursor, limit } }, { caller }) => {
    const may = everywhere(caller);
    if (!may.ok) return may;
    const after = readCursor(cursor, 'instant', 'id');
    if (!after.ok) return after;
    const { judged, next } = await judgeDocuments(db, clock.now(), { after: after.value, limit });
    return allow({
      items: judged.map(({ documentId, fileName, facts, keeping, policyIds }) => ({
        documentId,
        fileName,
        uploadedAt: facts.uploadedAt.toISOString(),
        keep: keeping.keep,
        because: keeping.keep ? keeping.because : null,
        until: (keeping.keep ? keeping.until : keeping.since)?.toISOString() ?? null,
        legalHolds: [...facts.legalHolds],
        policyIds: [...policyIds],
      })),
      nextCursor: next && encodeCursor(next),
    });
  });
}
