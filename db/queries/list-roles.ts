import { asc, eq, sql } from 'drizzle-orm';
import type { DbOrTx } from '#db/connect.ts';
import { roleRights, roles } from '#db/schema/people.ts';

/** The roles with the rights they have now; one of them where it is named. */
export async function listRoles(db: DbOrTx, role?: string) {
  return await db
    .select({
      role: roles.name,
      version: roles.version,
      rights: sql<string[]>`coalesce(jsonb_agg(${roleRights.right} order by ${roleRights.right})
                                     filter (where ${roleRights.right} is not null), '[]')`,
    })
    .from(roles)
    .leftJoin(roleRights, eq(roleRights.role, roles.name))
    .where(role === undefined ? undefined : eq(roles.name, role))
    .groupBy(roles.name)
    .orderBy(asc(roles.name));
}
