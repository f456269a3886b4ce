import { and, asc, eq, gt, inArray, isNull, or } from 'drizzle-orm';
import type { DbOrTx } from '#db/connect.ts';
import { legalEntities, sites } from '#db/schema/master-data.ts';
import { roleGrants, users } from '#db/schema/people.ts';
import { takePage } from './take-page.ts';

export type UserFilter = {
  now: Date;
  active?: boolean | undefined;
  limit: number;
  after?: readonly string[] | undefined;
};

/** Accounts by username with the grants now in force; never a password's hash. */
export async function listUsers(db: DbOrTx, { now, active, limit, after }: UserFilter) {
  const found = await db
    .select({
      userId: users.id,
      username: users.username,
      name: users.name,
      email: users.email,
      active: users.active,
      lockedUntil: users.lockedUntil,
    })
    .from(users)
    .where(
      and(
        active === undefined ? undefined : eq(users.active, active),
        after?.[0] === undefined ? undefined : gt(users.username, after[0]),
      ),
    )
    .orderBy(asc(users.username))
    .limit(limit + 1);
  const { rows, next } = takePage(found, limit, (row) => [row.username]);
  const grants = await listGrants(
    db,
    rows.map(({ userId }) => userId),
    now,
  );
  return { rows: rows.map((row) => ({ ...row, grants: grants.filter(({ userId }) => userId === row.userId) })), next };
}

/** The grants of some people that are not over, with codes instead of ids. */
export async function listGrants(db: DbOrTx, userIds: readonly string[], now: Date) {
  if (userIds.length === 0) return [];
  return db
    .select({
      grantId: roleGrants.id,
      userId: roleGrants.userId,
      role: roleGrants.role,
      entity: legalEntities.code,
      site: sites.code,
      category: roleGrants.category,
      validFrom: roleGrants.validFrom,
      validUntil: roleGrants.validUntil,
    })
    .from(roleGrants)
    .leftJoin(legalEntities, eq(legalEntities.id, roleGrants.entityId))
    .leftJoin(sites, eq(sites.id, roleGrants.siteId))
    .where(
      and(inArray(roleGrants.userId, [...userIds]), or(isNull(roleGrants.validUntil), gt(roleGrants.validUntil, now))),
    )
    .orderBy(asc(roleGrants.id));
}
