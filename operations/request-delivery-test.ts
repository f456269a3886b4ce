import { and, eq, isNull } from 'drizzle-orm';
import { notifications, webhookEndpoints } from '#db/schema/notifications.ts';
import { authorize } from '#domain/caller.ts';
import { allow, refuse } from '#domain/result.ts';
import type { Command, OperationContext } from './context.ts';
import { type Answer, runCommand } from './run-command.ts';
import { writeAudit } from './write-audit.ts';
import { writeNotifications } from './write-notifications.ts';

/** `endpoint` is a webhook's name; without one the test goes by mail. */
export type RequestDeliveryTest = { endpoint?: string | undefined };

/** Sends a message to whoever asks, to see whether messages arrive. */
export function requestDeliveryTest(
  context: OperationContext,
  command: Command<RequestDeliveryTest>,
): Promise<Answer<{ notificationId: string }>> {
  const { caller, input, commandId } = command;
  return runCommand(context, 'request-delivery-test', command, async (tx) => {
    const entitled = authorize(caller, 'notification.administer', { siteId: null, entityId: null });
    if (!entitled.ok) return entitled;
    if (caller.kind !== 'person') return refuse('access.right-missing', 'A test is sent to a person, not to a system');
    const [endpoint] =
      input.endpoint === undefined
        ? []
        : await tx
            .select({ id: webhookEndpoints.id })
            .from(webhookEndpoints)
            .where(and(eq(webhookEndpoints.name, input.endpoint), isNull(webhookEndpoints.endedAt)));
    if (input.endpoint !== undefined && !endpoint)
      return refuse('webhook.unknown', `There is no webhook "${input.endpoint}"`, '/endpoint');
    const eventKey = `test:${commandId}`;
    await writeNotifications(tx, context, command, [
      {
        userId: caller.id,
        eventKey,
        content: { kind: 'delivery_test', by: caller.name },
        subject: { kind: 'person', id: caller.id },
        via: endpoint ? { channel: 'webhook', endpointId: endpoint.id } : { channel: 'mail', endpointId: null },
      },
    ]);
    const [row] = await tx
      .select({ id: notifications.id })
      .from(notifications)
      .where(eq(notifications.eventKey, eventKey));
    if (!row) throw new Error('A test was written and is gone');
    await writeAudit(tx, context, command, [
      {
        action: 'notification.test_requested',
        subjectKind: 'notification',
        subjectId: row.id,
        after: { endpoint: input.endpoint ?? null },
      },
    ]);
    return allow({ notificationId: row.id });
  });
}
