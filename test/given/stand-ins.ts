import { eq } from 'drizzle-orm';
import { delegations } from '#db/schema/access.ts';
import { roleGrants } from '#db/schema/people.ts';
import type { Caller } from '#domain/caller.ts';
import type { Role } from '#domain/rights.ts';
import type { OperationContext } from '#operations/context.ts';

type Who = Pick<Caller, 'id'>;

/** A role of somebody's own, everywhere; having it already is fine. */
export async function givenRole({ db, newId }: OperationContext, { id: userId }: Who, role: Role): Promise<void> {
  const grant = { id: newId(), userId, role, validFrom: new Date(0), grantedBy: 'test' };
  await db.insert(roleGrants).values(grant).onConflictDoNothing();
}

/** Somebody in the place of a colleague, from now on until `end`. */
export async function givenStandIn({ db, newId, clock }: OperationContext, from: Caller, to: Caller) {
  const id = newId();
  const now = clock.now().getTime();
  await db.insert(delegations).values({
    ...{ id, fromUserId: from.id, toUserId: to.id },
    validFrom: new Date(now - 60_000),
    validUntil: new Date(now + 3_600_000),
    reason: 'On leave until tomorrow',
    createdAt: new Date(now),
  });
  const ended = { endedAt: new Date(now - 1), endedBy: 'test' };
  return {
    standIn: { ...to, onBehalfOf: { id: from.id, name: from.name } } satisfies Caller,
    end: async () => {
      await db.update(delegations).set(ended).where(eq(delegations.id, id));
    },
  };
}
