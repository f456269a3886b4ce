import { eq } from 'drizzle-orm';
import { notificationPreferences, webhookEndpoints } from '#db/schema/notifications.ts';
import { allow } from '#domain/result.ts';
import type { Command, OperationContext } from './context.ts';
import { lockEndpoint } from './rotate-webhook-secret.ts';
import { type Answer, runCommand } from './run-command.ts';
import { writeAudit } from './write-audit.ts';

/** Ends a webhook for good. Whoever was told by it is told by mail again; its secrets are forgotten. */
export function endWebhookEndpoint(
  context: OperationContext,
  command: Command<{ endpointId: string }>,
): Promise<Answer<null>> {
  return runCommand(context, 'end-webhook-endpoint', command, async (tx) => {
    const found = await lockEndpoint(tx, command.caller, command.input.endpointId);
    if (!found.ok) return found;
    const { id, name, url } = found.value;
    await tx
      .update(webhookEndpoints)
      .set({
        endedAt: context.clock.now(),
        // Its name may be given again, and nothing is left to sign with.
        name: `${name} (ended ${id})`,
        secretBox: '',
        previousSecretBox: null,
        previousUntil: null,
      })
      .where(eq(webhookEndpoints.id, id));
    const told = await tx
      .update(notificationPreferences)
      .set({ channel: 'mail', endpointId: null })
      .where(eq(notificationPreferences.endpointId, id))
      .returning({ userId: notificationPreferences.userId });
    await writeAudit(tx, context, command, [
      {
        action: 'webhook_endpoint.ended',
        subjectKind: 'webhook_endpoint',
        subjectId: id,
        before: { name, url },
        after: { backToMail: told.length },
      },
    ]);
    return allow(null);
  });
}
