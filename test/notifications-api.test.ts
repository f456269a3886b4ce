import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { writeNotifications } from '#operations/write-notifications.ts';
import { codeOf, type GivenColleagues, givenColleagues, itemsOf, type Who } from './given/colleagues.ts';
import { givenContext } from './given/context.ts';

let given: GivenColleagues;
let get: GivenColleagues['get'];
let post: GivenColleagues['post'];
let put: GivenColleagues['put'];
let remove: GivenColleagues['remove'];

beforeAll(async () => {
  given = await givenColleagues({ HOLDFAST_WEBHOOK_ALLOWED_HOSTS: 'hooks.inside.example' });
  ({ get, post, put, remove } = given);
});
afterAll(() => given.api.stop());

describe('preferences', () => {
  test('say how one is told of what; what must reach people cannot be switched off', async () => {
    expect((await get('/notification-preferences')).body).toMatchObject({
      email: null,
      preferences: expect.arrayContaining([
        { kind: 'case_escalated', channel: 'mail', endpoint: null, mandatory: true },
        { kind: 'daily_digest', channel: 'mail', endpoint: null, mandatory: false },
      ]),
    });
    const set = (...preferences: unknown[]) => put('/notification-preferences', { preferences }, null, 'floor');
    expect(codeOf(await set({ kind: 'case_escalated', channel: 'none' }))).toBe('422 notification.mandatory');
    expect(codeOf(await set({ kind: 'task_reminder', channel: 'webhook', endpoint: 'Nowhere' }))).toBe(
      '422 webhook.unknown',
    );
    expect(codeOf(await set({ kind: 'task_reminder', channel: 'webhook' }))).toBe('400 request.malformed');
    expect(await set({ kind: 'daily_digest', channel: 'none' })).toMatchObject({ body: { changed: 1 } });
    expect((await get('/notification-preferences')).body.preferences).toContainEqual(
      expect.objectContaining({ kind: 'daily_digest', channel: 'none' }),
    );
  });

  test('count when something is written: nothing leaves, and the product shows it', async () => {
    const context = givenContext(given.api.database.db);
    const write = (username: Who, eventKey: string) =>
      context.db.transaction((tx) =>
        writeNotifications(tx, context, { cause: {} }, [
          {
            userId: given.people[username],
            eventKey,
            content: {
              kind: 'daily_digest',
              date: '2026-11-23',
              site: 'EWR',
              timeZone: 'America/New_York',
              counts: { overdue: 0, due: 0, fresh: 0 },
              overdue: [],
              due: [],
              fresh: [],
            },
            subject: { kind: 'person', id: given.people[username] },
          },
        ]),
      );
    await write('floor', 'kept');
    const [kept] = itemsOf(await get('/notifications?unread=true'));
    expect(kept).toMatchObject({ kind: 'daily_digest', channel: 'none', state: 'kept' });
    expect((await post('/notifications/read', { notificationIds: [kept?.notificationId] }, 'lead')).body).toEqual({
      read: 0,
    });
    expect((await post('/notifications/read', {})).body).toEqual({ read: 1 });
    expect(itemsOf(await get('/notifications?unread=true'))).toEqual([]);
    expect(itemsOf(await get('/notifications', 'boss')).map(({ kind }) => kind)).not.toContain('daily_digest');
  });
});

describe('webhooks', () => {
  const make = (body: Record<string, unknown>, key?: string) => post('/webhook-endpoints', body, 'boss', key);

  test('have a secret that is told once, kept closed, and rotated with an overlap', async () => {
    const url = 'https://hooks.example.com/holdfast';
    const made = await make({ name: 'Room', url }, 'make-room');
    expect(made).toMatchObject({ status: 201, body: { name: 'Room', url, secret: expect.stringMatching(/^whsec_/) } });
    expect((await make({ name: 'Room', url }, 'make-room')).body.secret).toBeNull();
    expect(codeOf(await make({ name: 'Room', url }))).toBe('409 webhook.name-taken');
    const path = `/webhook-endpoints/${made.body.endpointId}`;
    const rotated = await post(`${path}/secret`, undefined, 'boss');
    expect(rotated.body.secret).not.toBe(made.body.secret);
    const kept = await given.api.database.sql`select * from webhook_endpoints, commands, audit_entries`;
    for (const secret of [made.body.secret, rotated.body.secret]) {
      expect(JSON.stringify(kept)).not.toContain(secret);
      expect(given.api.logged.join()).not.toContain(secret);
    }
    expect(itemsOf(await get('/webhook-endpoints', 'boss'))).toMatchObject([{ name: 'Room', waiting: 0, failed: 0 }]);
    expect((await get('/notification-preferences')).body.webhooks).toEqual(['Room']);

    await put(
      '/notification-preferences',
      { preferences: [{ kind: 'task_reminder', channel: 'webhook', endpoint: 'Room' }] },
      null,
      'floor',
    );
    expect(await remove(path, 'boss')).toMatchObject({ status: 204 });
    expect((await get('/notification-preferences')).body).toMatchObject({ webhooks: [] });
    expect((await get('/notification-preferences')).body.preferences).toContainEqual(
      expect.objectContaining({ kind: 'task_reminder', channel: 'mail' }),
    );
    expect(codeOf(await post(`${path}/secret`, undefined, 'boss'))).toBe('404 webhook.unknown');
    expect(await make({ name: 'Room', url })).toMatchObject({ status: 201 });
  });

  test.each([
    ['http://hooks.example.com/', false],
    ['https://127.0.0.1/', false],
    ['https://[::1]/', false],
    ['https://169.254.169.254/latest/meta-data', false],
    ['https://2130706433/', false],
    ['https://user:password@hooks.example.com/', false],
    ['file:///etc/passwd', false],
    ['no address at all', false],
    ['http://hooks.inside.example:8080/', true],
  ])('%s is allowed: %s', async (url, allowed) => {
    const made = await make({ name: url, url });
    expect(codeOf(made)).toBe(allowed ? '201 undefined' : '422 webhook.address-not-allowed');
  });

  test('are the business of administrators', async () => {
    for (const answer of [
      await post('/webhook-endpoints', { name: 'x', url: 'https://a.example' }),
      await get('/notification-deliveries'),
    ])
      expect(codeOf(answer)).toBe('403 access.right-missing');
  });
});

test('an administrator sees what did not arrive, corrects the address, and sends it again', async () => {
  const asked = await post('/notification-deliveries/test', {}, 'boss');
  expect(asked.status).toBe(202);
  const path = `/notification-deliveries/${asked.body.notificationId}/resend`;
  expect(codeOf(await post(`/notification-deliveries/${randomUUID()}/resend`, undefined, 'boss'))).toBe(
    '404 notification.unknown',
  );
  expect(codeOf(await post(path, undefined, 'boss'))).toBe('409 notification.not-resendable');
  await given.api.database
    .sql`update notifications set state = 'bounced', error = '550 No such user' where id = ${String(asked.body.notificationId)}`;
  expect(itemsOf(await get('/notification-deliveries?state=bounced', 'boss'))).toMatchObject([
    { username: 'boss', error: '550 No such user', title: 'A test from Holdfast' },
  ]);
  const changed = await put(`/users/${given.people.boss}/email`, { email: 'boss@fern.example' }, null, 'boss');
  expect(changed).toMatchObject({ status: 200, body: { email: 'boss@fern.example' } });
  expect(await post(path, undefined, 'boss')).toMatchObject({ status: 202, body: { state: 'waiting' } });
  const starts = await given.api.database
    .sql`select 1 from outbox where workflow_type = 'notificationDelivery' and summary = 'One notification'`;
  expect(starts.length).toBeGreaterThanOrEqual(2);
});

test('every kind of message can be looked at, with what it says in text and in HTML', async () => {
  const { body } = await get('/notification-templates/daily_digest');
  expect(body).toMatchObject({ language: 'en', subject: 'CHI, 2026-11-23: 1 overdue, 1 due today' });
  expect(body.text).toContain('America/Chicago');
  expect(body.html).toContain('<a href="http://holdfast.test/v1/tasks/');
});
