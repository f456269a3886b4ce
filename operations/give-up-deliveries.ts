import { and, asc, eq } from 'drizzle-orm';
import { notifications } from '#db/schema/notifications.ts';
import { allow } from '#domain/result.ts';
import type { Command, OperationContext } from './context.ts';
import { settleUndelivered } from './record-delivery.ts';
import { type Answer, runCommand } from './run-command.ts';

/** Gives up what still waits of a batch whose workflow somebody ended in the engine: the people it was for may be reached otherwise. */
export function giveUpDeliveries(
  context: OperationContext,
  command: Command<{ batchId: string; error: string }>,
): Promise<Answer<{ givenUp: number }>> {
  const { batchId, error } = command.input;
  return runCommand(context, 'give-up-deliveries', command, async (tx) => {
    const waiting = await tx
      .select()
      .from(notifications)
      .where(and(eq(notifications.batchId, batchId), eq(notifications.state, 'waiting')))
      .orderBy(asc(notifications.id))
      .for('update');
    for (const row of waiting) await settleUndelivered(tx, context, row, { state: 'failed', error });
    return allow({ givenUp: waiting.length });
  });
}
