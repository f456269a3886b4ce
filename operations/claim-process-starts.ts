import { and, asc, inArray, isNull, lte, sql } from 'drizzle-orm';
import { outbox } from '#db/schema/record.ts';
import type { OperationContext } from './context.ts';

export type ClaimedStart = typeof outbox.$inferSelect;

/**
 * Takes up to `limit` processes that are due to be started, the longest due first, and keeps other relays from them until
 * the lease is over: a relay that dies in between costs that long, never a start.
 */
export async function claimProcessStarts(
  { db, clock }: Pick<OperationContext, 'db' | 'clock'>,
  { limit, leaseMilliseconds }: { limit: number; leaseMilliseconds: number },
): Promise<ClaimedStart[]> {
  const now = clock.now();
  const due = db
    .select({ id: outbox.id })
    .from(outbox)
    .where(and(isNull(outbox.startedAt), lte(outbox.nextAttemptAt, now)))
    .orderBy(asc(outbox.nextAttemptAt), asc(outbox.id))
    .limit(limit)
    .for('update', { skipLocked: true });
  return await db
    .update(outbox)
    .set({ attempts: sql`${outbox.attempts} + 1`, nextAttemptAt: new Date(now.getTime() + leaseMilliseconds) })
    .where(inArray(outbox.id, due))
    .returning();
}
