import { and, asc, eq, gt, isNull, or, type SQL, sql } from 'drizzle-orm';
import type { DbOrTx } from '#db/connect.ts';
import { legalEntities, sites } from '#db/schema/master-data.ts';
import { apiKeys, roleGrants } from '#db/schema/people.ts';
import type { Scopes } from '#domain/caller.ts';
import { takePage } from './take-page.ts';

export type ApiKeyFilter = {
  scopes: Scopes;
  revoked?: boolean | undefined;
  limit: number;
  after?: readonly string[] | undefined;
};

/** Keys with their role and scope, oldest first; never their secrets. A key has one grant, made with it. */
export async function listApiKeys(db: DbOrTx, { scopes, revoked, limit, after }: ApiKeyFilter) {
  const rows = await db
    .select({
      apiKeyId: apiKeys.id,
      name: apiKeys.name,
      prefix: apiKeys.prefix,
      role: roleGrants.role,
      entity: legalEntities.code,
      site: sites.code,
      category: roleGrants.category,
      createdBy: apiKeys.createdBy,
      createdAt: apiKeys.createdAt,
      expiresAt: apiKeys.expiresAt,
      revokedAt: apiKeys.revokedAt,
      lastUsedAt: apiKeys.lastUsedAt,
      rotatedAt: apiKeys.rotatedAt,
      previousPrefix: apiKeys.previousPrefix,
      previousUntil: apiKeys.previousUntil,
      previousLastUsedAt: apiKeys.previousLastUsedAt,
    })
    .from(apiKeys)
    .innerJoin(roleGrants, eq(roleGrants.apiKeyId, apiKeys.id))
    .leftJoin(legalEntities, eq(legalEntities.id, roleGrants.entityId))
    .leftJoin(sites, eq(sites.id, roleGrants.siteId))
    .where(
      and(
        scopes === null ? undefined : (or(...scopes.map(whollyWithin)) ?? sql`false`),
        revoked === undefined ? undefined : revoked ? sql`${apiKeys.revokedAt} is not null` : isNull(apiKeys.revokedAt),
        after?.[0] === undefined ? undefined : gt(apiKeys.id, after[0]),
      ),
    )
    .orderBy(asc(apiKeys.id))
    .limit(limit + 1);
  return takePage(rows, limit, (row) => [row.apiKeyId]);
}

/** A key of every site or entity lies within no single one. */
const whollyWithin = ({ siteId, entityId, category = null }: NonNullable<Scopes>[number]): SQL | undefined =>
  and(
    siteId === null ? undefined : eq(roleGrants.siteId, siteId),
    entityId === null ? undefined : eq(roleGrants.entityId, entityId),
    category === null ? undefined : eq(roleGrants.category, category),
  );
