import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { NotificationSubject } from '#domain/notifications.ts';
import { notificationDeliveryProcess, taskWatchProcess } from '#domain/processes.ts';
import { writeNotifications } from '#operations/write-notifications.ts';
import { type GivenReviews, givenReviews } from './given/engine.ts';
import { type GivenMailServer, givenMailServer, headerOf } from './given/mail-server.ts';
import { givenTask } from './given/tasks.ts';
import { givenHold, givenPolicy, historyOf, until } from './given/workflow.ts';

let given: GivenReviews;
let mail: GivenMailServer;

beforeAll(async () => {
  given = await givenReviews();
  mail = await givenMailServer({
    'ines@fern.example': [451, 451, 250],
    'gone@fern.example': [550],
    'full@fern.example': [452],
  });
  await givenPolicy(given, 'notification_retry_after_minutes', '0.001');
  await given.workers({ delivery: { mail: mail.settings } });
});
afterAll(async () => {
  await given.stop();
  await mail.stop();
});

const address = (username: string, email: string | null) =>
  given.database.sql`update users set email = ${email} where username = ${username}`;
const tell = async (username: string, eventKey: string, subject?: NotificationSubject): Promise<string> => {
  const { context, ids, database } = given;
  await context.db.transaction((tx) =>
    writeNotifications(tx, context, { cause: {} }, [
      {
        userId: ids.user(username),
        eventKey,
        content: { kind: 'delivery_test', by: 'Dana Whitlock' },
        subject: subject ?? { kind: 'person', id: ids.user(username) },
      },
    ]),
  );
  const [row] = await database.sql<{ id: string }[]>`select id from notifications where event_key = ${eventKey}`;
  return row?.id ?? '';
};
const rowOf = async (id: string) => {
  const [row] = await given.database.sql`select state, attempts, error, batch_id from notifications where id = ${id}`;
  return row;
};
const settled = async (id: string) => {
  await until(async () => (await rowOf(id))?.state !== 'waiting');
  return await rowOf(id);
};

describe('a mail', () => {
  test('that is greylisted is tried again under the same message id until it is taken', async () => {
    await address('i.carvalho', 'ines@fern.example');
    const id = await tell('i.carvalho', 'greylisted');
    expect(await settled(id)).toMatchObject({ state: 'sent', attempts: 3, error: null });
    const [taken, ...more] = mail.taken.filter(({ to }) => to === 'ines@fern.example');
    expect(more).toEqual([]);
    expect(taken && headerOf(taken, 'Message-ID')).toBe(`<${id}@fern.example>`);
    expect(taken && headerOf(taken, 'To')).toBe('Ines Carvalho <ines@fern.example>');
  });

  test('about a task that was settled before it could leave is not sent any more', async () => {
    await address('v.lund', 'vera@fern.example');
    const { context, ids, database } = given;
    const taskId = await givenTask(context, { siteId: ids.site('EWR'), dueAt: new Date() });
    await database.sql`update tasks set state = 'settled', settled_at = now(), settled_by = 'test' where id = ${taskId}`;
    const id = await tell('v.lund', 'settled meanwhile', { kind: 'task', id: taskId });
    expect(await settled(id)).toMatchObject({ state: 'not_sent', error: 'the task is done already' });
    expect(mail.taken.filter(({ to }) => to === 'vera@fern.example')).toEqual([]);
  });

  test('that is refused for good bounces, visibly, and raises one task for each person', async () => {
    await address('t.brandt', 'gone@fern.example');
    const [first, second] = await Promise.all([tell('t.brandt', 'one'), tell('t.brandt', 'two')]);
    expect(await settled(first)).toMatchObject({ state: 'bounced', attempts: 1, error: '550 No such user here' });
    expect(await settled(second)).toMatchObject({ state: 'bounced' });
    const raised = await given.database.sql`
      select title, team, state from tasks where kind = 'settle_failed_notification' and subject_id = ${given.ids.user('t.brandt')}`;
    expect(raised).toEqual([
      { title: 'Reach Tomas Brandt: a message to them was refused', team: 'quality_management', state: 'open' },
    ]);
  });

  test('that is put off for longer than the policy says is given up', async () => {
    await address('p.nair', 'full@fern.example');
    await givenPolicy(given, 'notification_give_up_after_minutes', '0.001');
    const row = await settled(await tell('p.nair', 'put off'));
    expect(row).toMatchObject({ state: 'failed', error: '452 Greylisted, try again later' });
    await given.database.sql`delete from policies where key = 'notification_give_up_after_minutes' and version = 2`;
  });

  test('to somebody without an address says so, and nothing waits', async () => {
    expect(await settled(await tell('l.ferrer', 'nowhere'))).toMatchObject({
      state: 'not_sent',
      error: 'no mail address known',
    });
  });
});

test('the same event tells the same person once, and its process ends when all are told', async () => {
  await address('i.carvalho', 'ines@fern.example');
  const id = await tell('i.carvalho', 'once');
  expect(await tell('i.carvalho', 'once')).toBe(id);
  const row = await settled(id);
  const workflowId = notificationDeliveryProcess.workflowId(row?.batch_id);
  await given.client.workflow.getHandle(workflowId).result();
  expect(mail.taken.filter(({ source }) => source.includes(id))).toHaveLength(1);
});

test('the watch reminds of a task in milliseconds where policy says so, and the mail says what and where', async () => {
  await address('i.carvalho', 'ines@fern.example');
  const site = { kind: 'site', key: given.ids.site('DEN') } as const;
  await givenPolicy(given, 'task_remind_after_minutes', '0.001', site);
  const taskId = await givenTask(given.context, {
    siteId: given.ids.site('DEN'),
    dueAt: new Date(Date.now() + 3_600_000),
    title: 'Attach COA-7 to <GCB-14>\r\nBcc: everybody@example.com',
  });
  const about = async () =>
    mail.taken.filter((one) => one.source.includes(taskId) && headerOf(one, 'Subject')?.startsWith('Waiting'));
  await until(async () => {
    await given.client.workflow.execute(taskWatchProcess.workflowType, {
      workflowId: `watch-${crypto.randomUUID()}`,
      taskQueue: given.taskQueue,
    });
    return (await about()).length > 0;
  });
  const [first] = await about();
  expect(first && headerOf(first, 'Subject')).toBe('Waiting: Attach COA-7 to <GCB-14> Bcc: everybody@example.com');
  expect(first && headerOf(first, 'Bcc')).toBeUndefined();
  expect(first?.source).toContain('&lt;GCB-14&gt;');
});

test('a review that reminds and escalates tells people by itself, and the watch adds nothing', async () => {
  const jam = { kind: 'item', key: given.ids.item('FIG-JAM') } as const;
  await givenPolicy(given, 'review_remind_after_minutes', '0.003', jam);
  await givenPolicy(given, 'review_escalate_after_minutes', '0.006', jam);
  const hold = await givenHold(given, { item: 'FIG-JAM' });
  await until(async () => (await historyOf(given.context, hold.reviewId)).includes('escalated'));
  const told = await given.database.sql<{ told: string }[]>`
    select distinct person.username || ' ' || said.kind as told from notifications said join users person on person.id = said.user_id
      join tasks task on task.id = said.subject_id where task.subject_id = ${hold.reviewId} order by 1`;
  expect(told.map((row) => row.told)).toEqual([
    'd.whitlock task_reminder',
    'i.carvalho case_escalated',
    'i.carvalho task_reminder',
  ]);
});
