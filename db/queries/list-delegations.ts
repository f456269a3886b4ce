import { and, asc, eq, gt, isNull, or } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import type { DbOrTx } from '#db/connect.ts';
import { delegations } from '#db/schema/access.ts';
import { users } from '#db/schema/people.ts';

/** What a person has handed over, and what was handed to them: in force, or still to begin. */
export async function listDelegations(db: DbOrTx, { userId, now }: { userId: string; now: Date }) {
  const [from, to] = [alias(users, 'from_user'), alias(users, 'to_user')];
  return await db
    .select({
      delegationId: delegations.id,
      fromId: from.id,
      fromName: from.name,
      toId: to.id,
      toName: to.name,
      grantIds: delegations.grantIds,
      validFrom: delegations.validFrom,
      validUntil: delegations.validUntil,
      reason: delegations.reason,
    })
    .from(delegations)
    .innerJoin(from, eq(from.id, delegations.fromUserId))
    .innerJoin(to, eq(to.id, delegations.toUserId))
    .where(
      and(
        or(eq(delegations.fromUserId, userId), eq(delegations.toUserId, userId)),
        isNull(delegations.endedAt),
        gt(delegations.validUntil, now),
      ),
    )
    .orderBy(asc(delegations.validUntil), asc(delegations.id))
    .limit(200);
}
