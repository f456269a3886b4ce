import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { changeNotificationPreferences } from '#operations/change-notification-preferences.ts';
import { createWebhookEndpoint } from '#operations/create-webhook-endpoint.ts';
import { endWebhookEndpoint } from '#operations/end-webhook-endpoint.ts';
import { rotateWebhookSecret } from '#operations/rotate-webhook-secret.ts';
import { writeNotifications } from '#operations/write-notifications.ts';
import { type GivenReviews, givenReviews, workerSecret } from './given/engine.ts';
import { commandOf } from './given/lots.ts';
import { importer } from './given/master-data.ts';
import { givenReceiver } from './given/webhook-receiver.ts';
import { givenPolicy, until } from './given/workflow.ts';

let given: GivenReviews;
let receiver: Awaited<ReturnType<typeof givenReceiver>>;
let endpointId: string;
let secret: string;
const keeping = { secretKey: workerSecret, allowedHosts: ['127.0.0.1'] };

beforeAll(async () => {
  given = await givenReviews();
  receiver = await givenReceiver([503, 200]);
  await givenPolicy(given, 'notification_retry_after_minutes', '0.001');
  await given.workers({ delivery: { webhookHosts: ['127.0.0.1'] } });
  const input = { name: 'Quality room', url: receiver.url };
  const made = await createWebhookEndpoint(given.context, keeping, commandOf(importer, input));
  if (!made.ok) throw new Error(JSON.stringify(made.violation));
  endpointId = made.value.endpointId;
  secret = made.value.secret ?? '';
  const preferences = [{ kind: 'task_reminder' as const, channel: 'webhook' as const, endpoint: 'Quality room' }];
  await changeNotificationPreferences(given.context, commandOf(given.person('i.carvalho'), { preferences }));
});
afterAll(async () => {
  await given.stop();
  await receiver.stop();
});

/** Reminds Ines of a task and answers how that ended. */
const remind = async (eventKey: string) => {
  const { context, ids, database } = given;
  const id = context.newId();
  const task = {
    taskId: id,
    title: 'Attach COA-7',
    site: 'EWR',
    timeZone: 'America/New_York',
    dueAt: '2026-11-23T12:00:00.000Z',
  };
  await context.db.transaction((tx) =>
    writeNotifications(tx, context, { cause: {} }, [
      {
        userId: ids.user('i.carvalho'),
        eventKey,
        content: { kind: 'task_reminder', task },
        subject: { kind: 'task', id },
      },
    ]),
  );
  const read = async () => {
    const [row] =
      await database.sql`select id, channel, state, attempts, error from notifications where event_key = ${eventKey}`;
    return row;
  };
  await until(async () => (await read())?.state !== 'waiting');
  return await read();
};
const provenBy = (key: string, post: (typeof receiver.posts)[number] | undefined) => {
  try {
    return new Webhook(key).verify(post?.body ?? '', post?.headers as Record<string, string>);
  } catch {
    return null;
  }
};

test('who chose a webhook is told by it, signed, and again under the same id when it could not take it', async () => {
  const row = await remind('first');
  expect(row).toMatchObject({ channel: 'webhook', state: 'sent', attempts: 2, error: null });
  expect(receiver.posts.map(({ headers }) => headers['webhook-id'])).toEqual([row?.id, row?.id]);
  expect(provenBy(secret, receiver.posts[1])).toMatchObject({
    type: 'task_reminder',
    data: { notificationId: row?.id, recipient: { username: 'i.carvalho' }, subject: 'Waiting: Attach COA-7' },
  });
});

test('after a rotation both secrets prove a message for a day, and then the new one alone', async () => {
  const rotated = await rotateWebhookSecret(given.context, keeping, commandOf(importer, { endpointId }));
  const fresh = rotated.ok ? (rotated.value.secret ?? '') : '';
  await remind('overlapping');
  const during = receiver.posts.at(-1);
  expect([provenBy(secret, during), provenBy(fresh, during)]).not.toContain(null);
  await given.database.sql`update webhook_endpoints set previous_until = now() - interval '1 second'`;
  await remind('over');
  const after = receiver.posts.at(-1);
  expect(provenBy(secret, after)).toBeNull();
  expect(provenBy(fresh, after)).not.toBeNull();
});

test('what waits for a webhook that was ended says so, and from then on people are told by mail', async () => {
  const posts = receiver.posts.length;
  await endWebhookEndpoint(given.context, commandOf(importer, { endpointId }));
  expect(await remind('ended')).toMatchObject({
    channel: 'mail',
    state: 'not_sent',
    error: 'no mail server configured',
  });
  expect(receiver.posts).toHaveLength(posts);
  // One that was written before the end.
  await given.database
    .sql`update notifications set channel = 'webhook', endpoint_id = ${endpointId}, state = 'waiting' where event_key = 'ended'`;
  const [row] = await given.database.sql<
    { batch: string }[]
  >`select batch_id as batch from notifications where event_key = 'ended'`;
  const workflowId = `again-${crypto.randomUUID()}`;
  await given.client.workflow.execute('notificationDelivery', {
    workflowId,
    taskQueue: given.taskQueue,
    args: [{ batchId: row?.batch }],
  });
  const [told] = await given.database.sql`select state, error from notifications where event_key = 'ended'`;
  expect(told).toEqual({ state: 'not_sent', error: 'the webhook is no more' });
});
