import { eq } from 'drizzle-orm';
import type { Tx } from '#db/connect.ts';
import { webhookEndpoints } from '#db/schema/notifications.ts';
import { authorize, type Caller } from '#domain/caller.ts';
import { allow, type Result, refuse } from '#domain/result.ts';
import type { Command, OperationContext } from './context.ts';
import { newWebhookSecret } from './create-webhook-endpoint.ts';
import { type Answer, runCommand } from './run-command.ts';
import { closeBox } from './secret-box.ts';
import { writeAudit } from './write-audit.ts';

/** How long the secret before still signs beside the new one, so that the receiver can change over at leisure. */
const overlapMilliseconds = 24 * 3_600_000;

export type RotatedWebhookSecret = { endpointId: string; previousUntil: string };

/** Gives a webhook a new secret, told once. The one before signs as well for a day; one before that no more. */
export async function rotateWebhookSecret(
  context: OperationContext,
  { secretKey }: { secretKey: string },
  command: Command<{ endpointId: string }>,
): Promise<Answer<RotatedWebhookSecret & { secret: string | null }>> {
  const secret = newWebhookSecret();
  const answer = await runCommand(context, 'rotate-webhook-secret', command, async (tx) => {
    const found = await lockEndpoint(tx, command.caller, command.input.endpointId);
    if (!found.ok) return found;
    const { id, name, secretBox } = found.value;
    const rotatedAt = context.clock.now();
    const previousUntil = new Date(rotatedAt.getTime() + overlapMilliseconds);
    await tx
      .update(webhookEndpoints)
      .set({ secretBox: closeBox(secretKey, id, secret), previousSecretBox: secretBox, previousUntil, rotatedAt })
      .where(eq(webhookEndpoints.id, id));
    await writeAudit(tx, context, command, [
      {
        action: 'webhook_endpoint.secret_rotated',
        subjectKind: 'webhook_endpoint',
        subjectId: id,
        after: { name, previousUntil: previousUntil.toISOString() },
      },
    ]);
    return allow<RotatedWebhookSecret>({ endpointId: id, previousUntil: previousUntil.toISOString() });
  });
  return answer.ok ? { ...answer, value: { ...answer.value, secret: answer.repeated ? null : secret } } : answer;
}

/** A webhook in use, locked, for whoever may administer them. */
export async function lockEndpoint(
  tx: Tx,
  caller: Caller,
  endpointId: string,
): Promise<Result<typeof webhookEndpoints.$inferSelect>> {
  const entitled = authorize(caller, 'notification.administer', { siteId: null, entityId: null });
  if (!entitled.ok) return entitled;
  const [row] = await tx.select().from(webhookEndpoints).where(eq(webhookEndpoints.id, endpointId)).for('update');
  return row && row.endedAt === null
    ? allow(row)
    : refuse('webhook.unknown', `There is no webhook ${endpointId} in use`);
}
