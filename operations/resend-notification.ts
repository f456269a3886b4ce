import { eq } from 'drizzle-orm';
import { notifications } from '#db/schema/notifications.ts';
import { authorize } from '#domain/caller.ts';
import type { NotificationState } from '#domain/notifications.ts';
import { allow, refuse } from '#domain/result.ts';
import type { Command, OperationContext } from './context.ts';
import { type Answer, runCommand } from './run-command.ts';
import { writeAudit } from './write-audit.ts';
import { startDelivery } from './write-notifications.ts';

const resendable: readonly NotificationState[] = ['bounced', 'failed', 'not_sent'];

/** Sends once more what did not arrive, once its cause is gone. Its time runs from when it was written: put off after it, it is given up. */
export function resendNotification(
  context: OperationContext,
  command: Command<{ notificationId: string }>,
): Promise<Answer<{ notificationId: string; state: 'waiting' }>> {
  const { caller, input } = command;
  return runCommand(context, 'resend-notification', command, async (tx) => {
    const entitled = authorize(caller, 'notification.administer', { siteId: null, entityId: null });
    if (!entitled.ok) return entitled;
    const { notificationId } = input;
    const [row] = await tx.select().from(notifications).where(eq(notifications.id, notificationId)).for('update');
    if (!row) return refuse('notification.unknown', `There is no notification ${notificationId}`);
    if (!resendable.includes(row.state))
      return refuse('notification.not-resendable', `This notification is ${row.state}`);
    const batchId = context.newId();
    await tx
      .update(notifications)
      .set({ state: 'waiting', batchId, settledAt: null, nextAttemptAt: context.clock.now() })
      .where(eq(notifications.id, notificationId));
    await startDelivery(tx, context, command.cause, batchId, 1);
    await writeAudit(tx, context, command, [
      {
        action: 'notification.resent',
        subjectKind: 'notification',
        subjectId: notificationId,
        before: { state: row.state, error: row.error },
        after: { state: 'waiting' },
      },
    ]);
    return allow({ notificationId, state: 'waiting' as const });
  });
}
