import { activityInfo } from '@temporalio/activity';
import type { DeliveryOutcome } from '#domain/delivery-retry.ts';
import { renderNotification } from '#domain/notification-templates.ts';
import { beginDelivery, type Letter } from '#operations/begin-delivery.ts';
import { type OperationContext, systemCaller } from '#operations/context.ts';
import { recordDelivery } from '#operations/record-delivery.ts';
import { openBox } from '#operations/secret-box.ts';
import type { SecretKeys } from '#operations/secrets.ts';
import { type MailSettings, openMailOutlet } from './mail-outlet.ts';
import { postWebhook, type WebhookSettings } from './webhook-outlet.ts';

/** How messages leave the house. Without mail settings none leaves by mail, and each says so. */
export type DeliverySettings = {
  publicUrl: string;
  /** Opens the secrets of webhooks. */
  secrets: SecretKeys;
  mail?: MailSettings | undefined;
  webhooks: WebhookSettings;
};

/** What is sent, and never from where decisions are carried out: these steps have a queue of their own. */
export const deliveryActivities = (context: OperationContext, settings: DeliverySettings) => {
  const sendMail = settings.mail && openMailOutlet(settings.mail);

  const send = async (letter: Letter): Promise<DeliveryOutcome> => {
    const { notificationId: id, content, recipient, channel, endpoint, createdAt, isOver } = letter;
    const { name, username, email, active } = recipient;
    if (!active) return { state: 'not_sent', error: 'the account is closed' };
    if (isOver) return { state: 'not_sent', error: 'the task is done already' };
    const rendered = renderNotification(content, { language: 'en', publicUrl: settings.publicUrl, name });
    if (channel === 'mail') {
      if (!sendMail) return { state: 'not_sent', error: 'no mail server configured' };
      if (email === null) return { state: 'not_sent', error: 'no mail address known' };
      return await sendMail({ ...rendered, id, to: { name, address: email }, date: createdAt });
    }
    if (!endpoint || endpoint.endedAt) return { state: 'not_sent', error: 'the webhook is no more' };
    const now = context.clock.now();
    const previous = endpoint.previousUntil && endpoint.previousUntil > now ? endpoint.previousSecretBox : null;
    const secrets = [endpoint.secretBox, previous].flatMap((box) =>
      box === null ? [] : (openBox(settings.secrets, endpoint.id, box) ?? []),
    );
    if (secrets.length === 0)
      return { state: 'deferred', error: 'The secret of the webhook cannot be opened with the HOLDFAST_SECRET in use' };
    const { subject, text } = rendered;
    const said = { notificationId: id, recipient: { username, name }, subject, text, content };
    const payload = JSON.stringify({ type: content.kind, timestamp: createdAt.toISOString(), data: said });
    return await postWebhook({ id, url: endpoint.url, secrets, at: now, payload }, settings.webhooks);
  };

  return {
    /** One try. Answers when the next one is due, or null where nothing is left to do. */
    deliverNotification: async ({
      notificationId,
    }: {
      notificationId: string;
    }): Promise<{ retryAt: string | null }> => {
      const letter = await beginDelivery(context, notificationId);
      if (!letter) return { retryAt: null };
      const outcome = await send(letter);
      const { workflowExecution, activityId } = activityInfo();
      const recorded = await recordDelivery(context, {
        commandId: `notification:${notificationId}:attempt:${letter.attempt}`,
        caller: systemCaller,
        cause: { workflowId: workflowExecution?.workflowId, activityId },
        input: { notificationId, attempt: letter.attempt, outcome },
      });
      if (!recorded.ok) throw new Error(recorded.violation.message);
      return recorded.value;
    },
  };
};

export type DeliveryActivities = ReturnType<typeof deliveryActivities>;
