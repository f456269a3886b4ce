import { and, eq, isNull } from 'drizzle-orm';
import { notificationPreferences, webhookEndpoints } from '#db/schema/notifications.ts';
import { mandatoryKinds, type NotificationChannel, type NotificationKind } from '#domain/notifications.ts';
import { allow, refuse } from '#domain/result.ts';
import type { Command, OperationContext } from './context.ts';
import { type Answer, runCommand } from './run-command.ts';
import { writeAudit } from './write-audit.ts';

/** `endpoint` is a webhook's name, where the channel is one. */
export type StatedPreference = { kind: NotificationKind; channel: NotificationChannel; endpoint?: string | undefined };

/** Sets how the caller is told of some kinds of things; the others stay. What must reach people cannot be switched off. */
export function changeNotificationPreferences(
  context: OperationContext,
  command: Command<{ preferences: readonly StatedPreference[] }>,
): Promise<Answer<{ changed: number }>> {
  const { caller, input } = command;
  return runCommand(context, 'change-notification-preferences', command, async (tx) => {
    if (caller.kind !== 'person')
      return refuse('access.right-missing', 'A system is told of nothing: it has no preferences');
    for (const [index, { kind, channel, endpoint }] of input.preferences.entries()) {
      const at = `/preferences/${index}`;
      if (channel === 'none' && mandatoryKinds.includes(kind))
        return refuse('notification.mandatory', `"${kind}" cannot be switched off`, `${at}/channel`);
      if ((channel === 'webhook') !== (endpoint !== undefined))
        return refuse(
          'request.malformed',
          'An endpoint goes with the channel "webhook", and with no other',
          `${at}/endpoint`,
        );
      const [found] =
        endpoint === undefined
          ? []
          : await tx
              .select({ id: webhookEndpoints.id })
              .from(webhookEndpoints)
              .where(and(eq(webhookEndpoints.name, endpoint), isNull(webhookEndpoints.endedAt)));
      if (endpoint !== undefined && !found)
        return refuse('webhook.unknown', `There is no webhook "${endpoint}"`, `${at}/endpoint`);
      const chosen = { channel, endpointId: found?.id ?? null };
      await tx
        .insert(notificationPreferences)
        .values({ userId: caller.id, kind, ...chosen })
        .onConflictDoUpdate({ target: [notificationPreferences.userId, notificationPreferences.kind], set: chosen });
    }
    await writeAudit(tx, context, command, [
      {
        action: 'notification_preferences.changed',
        subjectKind: 'user',
        subjectId: caller.id,
        after: { preferences: input.preferences },
      },
    ]);
    return allow({ changed: input.preferences.length });
  });
}
