import { eq } from 'drizzle-orm';
import { outbox } from '#db/schema/record.ts';
import type { OperationContext } from './context.ts';

/** Has the relay start a process again of which the engine knows nothing any more, as after the loss of its store. */
export async function requeueProcessStart(
  { db, clock }: Pick<OperationContext, 'db' | 'clock'>,
  { workflowId, input }: { workflowId: string; input: unknown },
): Promise<void> {
  await db
    .update(outbox)
    .set({ startedAt: null, nextAttemptAt: clock.now(), lastError: 'The engine did not know it any more', input })
    .where(eq(outbox.workflowId, workflowId));
}
