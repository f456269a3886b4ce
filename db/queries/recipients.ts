import { and, eq, gt, inArray, isNull, lte, or } from 'drizzle-orm';
import type { DbOrTx } from '#db/connect.ts';
import { absences } from '#db/schema/escalation.ts';
import { roleGrants, users } from '#db/schema/people.ts';
import type { Absence } from '#domain/absences.ts';
import type { Role } from '#domain/rights.ts';

/** Active people with one of these roles at a site; without a site, those who have it everywhere. */
export async function peopleInRoles(
  db: DbOrTx,
  { roles, siteId, now }: { roles: readonly Role[]; siteId: string | null; now: Date },
): Promise<string[]> {
  if (roles.length === 0) return [];
  const rows = await db
    .selectDistinct({ id: users.id })
    .from(roleGrants)
    .innerJoin(users, eq(users.id, roleGrants.userId))
    .where(
      and(
        users.active,
        inArray(roleGrants.role, [...roles]),
        siteId === null ? isNull(roleGrants.siteId) : or(isNull(roleGrants.siteId), eq(roleGrants.siteId, siteId)),
        lte(roleGrants.validFrom, now),
        or(isNull(roleGrants.validUntil), gt(roleGrants.validUntil, now)),
      ),
    )
    .orderBy(users.id);
  return rows.map(({ id }) => id);
}

/** Who is away at an instant. */
export async function absencesAt(db: DbOrTx, now: Date): Promise<Absence[]> {
  return await db
    .select({
      absenceId: absences.id,
      userId: absences.userId,
      standInId: absences.standInId,
      fromAt: absences.fromAt,
      untilAt: absences.untilAt,
    })
    .from(absences)
    .where(and(lte(absences.fromAt, now), gt(absences.untilAt, now), isNull(absences.endedAt)))
    .orderBy(absences.recordedAt);
}
