import { randomBytes } from 'node:crypto';
import { webhookEndpoints } from '#db/schema/notifications.ts';
import { authorize } from '#domain/caller.ts';
import { allow, refuse } from '#domain/result.ts';
import { checkWebhookUrl } from '#domain/webhook-address.ts';
import type { Command, OperationContext } from './context.ts';
import { type Answer, runCommand } from './run-command.ts';
import { closeBox } from './secret-box.ts';
import { writeAudit } from './write-audit.ts';

export type NewWebhookEndpoint = { name: string; url: string };
export type CreatedWebhookEndpoint = { endpointId: string; name: string; url: string; createdAt: string };

/** How secrets are kept, and where they may lead. */
export type WebhookKeeping = { secretKey: string; allowedHosts: readonly string[] };

/** 256 random bits, written as the libraries of standardwebhooks.com take them. */
export const newWebhookSecret = (): string => `whsec_${randomBytes(32).toString('base64')}`;

/**
 * Makes a webhook that people may choose to be told by. Its secret is told once: what is remembered for a repeat of the command
 * holds none, so a repeat answers `secret: null`.
 */
export async function createWebhookEndpoint(
  context: OperationContext,
  { secretKey, allowedHosts }: WebhookKeeping,
  command: Command<NewWebhookEndpoint>,
): Promise<Answer<CreatedWebhookEndpoint & { secret: string | null }>> {
  const { caller, input } = command;
  const secret = newWebhookSecret();
  const answer = await runCommand<NewWebhookEndpoint, CreatedWebhookEndpoint>(
    context,
    'create-webhook-endpoint',
    command,
    async (tx) => {
      const entitled = authorize(caller, 'notification.administer', { siteId: null, entityId: null });
      if (!entitled.ok) return entitled;
      const url = checkWebhookUrl(input.url, allowedHosts, '/url');
      if (!url.ok) return url;
      const endpointId = context.newId();
      const createdAt = context.clock.now();
      const row = { id: endpointId, name: input.name, url: url.value.href, createdBy: caller.id, createdAt };
      const made = await tx
        .insert(webhookEndpoints)
        .values({ ...row, secretBox: closeBox(secretKey, endpointId, secret) })
        .onConflictDoNothing()
        .returning({ id: webhookEndpoints.id });
      if (made.length === 0) return refuse('webhook.name-taken', `There is a webhook "${input.name}"`, '/name');
      await writeAudit(tx, context, command, [
        {
          action: 'webhook_endpoint.created',
          subjectKind: 'webhook_endpoint',
          subjectId: endpointId,
          after: { name: row.name, url: row.url },
        },
      ]);
      return allow({ endpointId, name: row.name, url: row.url, createdAt: createdAt.toISOString() });
    },
  );
  return answer.ok ? { ...answer, value: { ...answer.value, secret: answer.repeated ? null : secret } } : answer;
}
