import { listWriteOffsContract, valueWriteOffContract } from '#api/contracts/write-offs.ts';
import { encodeCursor, readCursor } from '#api/http/cursor.ts';
import type { ApiRouter } from '#api/http/router.ts';
import type { Services } from '#api/http/services.ts';
import { listWriteOffs } from '#db/queries/write-offs.ts';
import { scopesWith } from '#domain/caller.ts';
import { allow } from '#domain/result.ts';
import { valueWriteOff } from '#operations/value-write-off.ts';
import { asWriteOff } from './shown-write-off.ts';

export function writeOffRoutes(app: ApiRouter, { operations }: Services): void {
  app.route(listWriteOffsContract, async ({ query: { cursor, ...query } }, { caller }) => {
    const after = readCursor(cursor, 'day', 'id');
    if (!after.ok) return after;
    const scopes = scopesWith(caller, 'write-off.read');
    const { rows, next } = await listWriteOffs(operations.db, { ...query, scopes, after: after.value });
    const items = rows.map(({ disposal, lot, item, unit, ...row }) => ({
      ...asWriteOff(row),
      ...{ disposalId: row.writeOff.disposalId, disposal, lot, item, unit },
    }));
    return allow({ items, nextCursor: next && encodeCursor(next) });
  });

  app.route(valueWriteOffContract, ({ params, body }, request) =>
    valueWriteOff(operations, request.command({ ...params, ...body })),
  );
}
