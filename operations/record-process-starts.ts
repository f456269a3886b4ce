import { eq, inArray } from 'drizzle-orm';
import { outbox } from '#db/schema/record.ts';
import type { OperationContext } from './context.ts';

export type FailedStart = { id: bigint; attempts: number; error: string };

const firstWait = 500;
const longestWait = 60_000;

/** Notes which processes run now, and of the others why not and when to try again: each time twice as long, up to a minute. */
export async function recordProcessStarts(
  { db, clock }: Pick<OperationContext, 'db' | 'clock'>,
  { started, failed }: { started: readonly bigint[]; failed: readonly FailedStart[] },
): Promise<void> {
  const now = clock.now();
  if (started.length > 0)
    await db
      .update(outbox)
      .set({ startedAt: now, lastError: null })
      .where(inArray(outbox.id, [...started]));
  for (const { id, attempts, error } of failed) {
    const wait = Math.min(longestWait, firstWait * 2 ** Math.min(attempts, 10));
    await db
      .update(outbox)
      .set({ lastError: error.slice(0, 2_000), nextAttemptAt: new Date(now.getTime() + wait) })
      .where(eq(outbox.id, id));
  }
}
