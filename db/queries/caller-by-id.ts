import { and, eq, gt, inArray, isNull, lte, or } from 'drizzle-orm';
import type { DbOrTx } from '#db/connect.ts';
import { apiKeys, roleGrants, roleRights, users } from '#db/schema/people.ts';
import type { Caller } from '#domain/caller.ts';
import { type Right, type Role, rights } from '#domain/rights.ts';

/**
 * Who somebody is and what they may do at this moment, whatever they could when they asked. Undefined where the account is
 * closed, the key is revoked or has expired, or there never was one.
 */
export async function callerById(
  db: DbOrTx,
  { kind, id }: Pick<Caller, 'kind' | 'id'>,
  now: Date,
): Promise<Caller | undefined> {
  const name = kind === 'api_key' ? await nameOfKey(db, id, now) : await nameOfUser(db, id);
  if (name === undefined) return undefined;
  return {
    kind,
    id,
    name,
    grants: await grantsOf(db, kind === 'api_key' ? roleGrants.apiKeyId : roleGrants.userId, id, now),
  };
}

async function nameOfUser(db: DbOrTx, id: string): Promise<string | undefined> {
  const [user] = await db
    .select({ name: users.name })
    .from(users)
    .where(and(eq(users.id, id), eq(users.active, true)));
  return user?.name;
}

async function nameOfKey(db: DbOrTx, id: string, now: Date): Promise<string | undefined> {
  const [key] = await db
    .select({ name: apiKeys.name })
    .from(apiKeys)
    .where(
      and(eq(apiKeys.id, id), isNull(apiKeys.revokedAt), or(isNull(apiKeys.expiresAt), gt(apiKeys.expiresAt, now))),
    );
  return key?.name;
}

async function grantsOf(
  db: DbOrTx,
  holder: typeof roleGrants.userId | typeof roleGrants.apiKeyId,
  id: string,
  now: Date,
): Promise<Caller['grants']> {
  const granted = await db
    .select({ role: roleGrants.role, entityId: roleGrants.entityId, siteId: roleGrants.siteId })
    .from(roleGrants)
    .where(
      and(
        eq(holder, id),
        lte(roleGrants.validFrom, now),
        or(isNull(roleGrants.validUntil), gt(roleGrants.validUntil, now)),
      ),
    );
  if (granted.length === 0) return [];
  const permitted = await db
    .select()
    .from(roleRights)
    .where(inArray(roleRights.role, [...new Set(granted.map(({ role }) => role))]));
  return granted.map(({ role, ...scope }) => ({
    // A role in the database bears a name that was installed with it.
    role: role as Role,
    ...scope,
    rights: permitted.filter((row) => row.role === role).flatMap((row) => known(row.right)),
  }));
}

// A right that this version does not know permits nothing here.
const known = (right: string): Right[] => rights.filter((one) => one === right);
