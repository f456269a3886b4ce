import { createApiKeyContract, listApiKeysContract, revokeApiKeyContract } from '#api/contracts/api-keys.ts';
import { decodeCursor, encodeCursor } from '#api/http/cursor.ts';
import type { ApiRouter } from '#api/http/router.ts';
import type { Services } from '#api/http/services.ts';
import { listApiKeys } from '#db/queries/list-api-keys.ts';
import { scopesWith } from '#domain/caller.ts';
import { allow } from '#domain/result.ts';
import { createApiKey } from '#operations/create-api-key.ts';
import { revokeApiKey } from '#operations/revoke-api-key.ts';

export function apiKeyRoutes(app: ApiRouter, { operations, config, callers }: Services): void {
  app.route(createApiKeyContract, ({ body }, request) =>
    createApiKey(operations, config.secret, request.command(body)),
  );

  app.route(listApiKeysContract, async ({ query: { cursor, limit, revoked } }, { caller }) => {
    const after = decodeCursor(cursor, 1);
    if (!after.ok) return after;
    const { rows, next } = await listApiKeys(operations.db, {
      scopes: scopesWith(caller, 'api-key.administer'),
      revoked,
      limit,
      after: after.value,
    });
    const items = rows.map(({ createdAt, expiresAt, revokedAt, lastUsedAt, ...row }) => ({
      ...row,
      createdAt: createdAt.toISOString(),
      expiresAt: expiresAt?.toISOString() ?? null,
      revokedAt: revokedAt?.toISOString() ?? null,
      lastUsedAt: lastUsedAt?.toISOString() ?? null,
    }));
    return allow({ items, nextCursor: next && encodeCursor(next) });
  });

  app.route(revokeApiKeyContract, async ({ params }, request) => {
    const revoked = await revokeApiKey(operations, request.command(params));
    callers.forget();
    return revoked;
  });
}
