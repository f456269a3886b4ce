import { and, eq, gt, isNull, or } from 'drizzle-orm';
import type { Tx } from '#db/connect.ts';
import { roleGrants, users } from '#db/schema/people.ts';
import { authorize, type Caller } from '#domain/caller.ts';
import { allow, type Result, refuse } from '#domain/result.ts';

export type LockedUser = { user: typeof users.$inferSelect; grants: (typeof roleGrants.$inferSelect)[] };

/**
 * Locks an account, so that changes to one person come one after the other, and answers it with the grants not yet over.
 * Refuses `user.unknown`.
 */
export async function lockUser(tx: Tx, userId: string, now: Date): Promise<Result<LockedUser>> {
  const [user] = await tx.select().from(users).where(eq(users.id, userId)).for('update');
  if (!user) return refuse('user.unknown', `There is no user ${userId}`);
  const grants = await tx
    .select()
    .from(roleGrants)
    .where(and(eq(roleGrants.userId, userId), or(isNull(roleGrants.validUntil), gt(roleGrants.validUntil, now))));
  return allow({ user, grants });
}

/** Whether the caller administers users in the whole scope this person works in. */
export function mayAdminister(caller: Caller, { grants }: LockedUser): Result<void> {
  const refused = grants.map((grant) => authorize(caller, 'user.administer', grant)).find((may) => !may.ok);
  return refused ?? authorize(caller, 'user.administer');
}
