import {
  createApiKeyContract,
  endPreviousSecretContract,
  listApiKeysContract,
  revokeApiKeyContract,
  rotateApiKeyContract,
} from '#api/contracts/api-keys.ts';
import { decodeCursor, encodeCursor } from '#api/http/cursor.ts';
import type { ApiRouter } from '#api/http/router.ts';
import type { Services } from '#api/http/services.ts';
import { listApiKeys } from '#db/queries/list-api-keys.ts';
import { scopesWith } from '#domain/caller.ts';
import { allow } from '#domain/result.ts';
import { createApiKey } from '#operations/create-api-key.ts';
import { revokeApiKey } from '#operations/revoke-api-key.ts';
import { endPreviousSecret, rotateApiKey } from '#operations/rotate-api-key.ts';

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
    const now = operations.clock.now();
    const items = rows.map(({ createdAt, expiresAt, revokedAt, lastUsedAt, rotatedAt, ...row }) => ({
      ...row,
      rotatedAt: rotatedAt?.toISOString() ?? null,
      previous: previousOf(row, now),
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

  app.route(rotateApiKeyContract, async ({ params, body }, request) => {
    const rotated = await rotateApiKey(operations, config.secret, request.command({ ...params, ...body }));
    callers.forget();
    return rotated;
  });

  app.route(endPreviousSecretContract, async ({ params }, request) => {
    const ended = await endPreviousSecret(operations, request.command(params));
    callers.forget();
    return ended;
  });
}

type Previous = { previousPrefix: string | null; previousUntil: Date | null; previousLastUsedAt: Date | null };

const previousOf = ({ previousPrefix: prefix, previousUntil: until, previousLastUsedAt }: Previous, now: Date) =>
  prefix !== null && until && until > now
    ? { prefix, until: until.toISOString(), lastUsedAt: previousLastUsedAt?.toISOString() ?? null }
    : null;
