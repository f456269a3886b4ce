import { and, eq, inArray, isNull } from 'drizzle-orm';
import { notifications } from '#db/schema/notifications.ts';
import { allow } from '#domain/result.ts';
import type { Command, OperationContext } from './context.ts';
import { type Answer, runCommand } from './run-command.ts';

/** Marks the caller's notifications as read: those named, or all. What one has looked at is no change that a trail is kept of. */
export function markNotificationsRead(
  context: OperationContext,
  command: Command<{ notificationIds?: readonly string[] | undefined }>,
): Promise<Answer<{ read: number }>> {
  const { caller, input } = command;
  return runCommand(context, 'mark-notifications-read', command, async (tx) => {
    if (caller.kind !== 'person') return allow({ read: 0 });
    const read = await tx
      .update(notifications)
      .set({ readAt: context.clock.now() })
      .where(
        and(
          eq(notifications.userId, caller.id),
          isNull(notifications.readAt),
          input.notificationIds ? inArray(notifications.id, [...input.notificationIds]) : undefined,
        ),
      )
      .returning({ id: notifications.id });
    return allow({ read: read.length });
  });
}
