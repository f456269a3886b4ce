import { and, eq, inArray, sql } from 'drizzle-orm';
import { notifications, webhookEndpoints } from '#db/schema/notifications.ts';
import { users } from '#db/schema/people.ts';
import { tasks } from '#db/schema/tasks.ts';
import type { NotificationContent } from '#domain/notifications.ts';
import type { OperationContext } from './context.ts';

/** A notification with all that is needed to send it. */
export type Letter = {
  notificationId: string;
  attempt: number;
  content: NotificationContent;
  createdAt: Date;
  recipient: { username: string; name: string; email: string | null; active: boolean };
  channel: 'mail' | 'webhook' | 'none';
  endpoint: typeof webhookEndpoints.$inferSelect | null;
  /** Whether the task that it speaks of was settled or cancelled since: nobody is to be sent after what is done. */
  isOver: boolean;
};

/**
 * Counts one more try at a notification and answers what to send; null where nothing is left to do. A try that nobody hears
 * of again was counted all the same, and is made once more under the same message id.
 */
export async function beginDelivery(context: OperationContext, notificationId: string): Promise<Letter | null> {
  return await context.db.transaction(async (tx) => {
    const [row] = await tx
      .update(notifications)
      .set({ attempts: sql`${notifications.attempts} + 1` })
      .where(and(eq(notifications.id, notificationId), eq(notifications.state, 'waiting')))
      .returning();
    if (!row) return null;
    const [recipient] = await tx
      .select({ username: users.username, name: users.name, email: users.email, active: users.active })
      .from(users)
      .where(eq(users.id, row.userId));
    if (!recipient) throw new Error(`Notification ${notificationId} is for nobody`);
    const [endpoint] =
      row.endpointId === null
        ? []
        : await tx.select().from(webhookEndpoints).where(eq(webhookEndpoints.id, row.endpointId));
    const ended =
      row.subjectKind === 'task' &&
      (await tx
        .select({ id: tasks.id })
        .from(tasks)
        .where(and(eq(tasks.id, row.subjectId), inArray(tasks.state, ['settled', 'cancelled']))));
    const isOver = ended !== false && ended.length > 0;
    const { attempts: attempt, content, createdAt, channel } = row;
    return { notificationId, attempt, content, createdAt, recipient, channel, endpoint: endpoint ?? null, isOver };
  });
}
