import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Caller } from '#domain/caller.ts';
import { attendTasks } from '#operations/attend-tasks.ts';
import { claimTask } from '#operations/claim-task.ts';
import type { OperationContext } from '#operations/context.ts';
import { settleTask } from '#operations/settle-task.ts';
import { givenContext } from './given/context.ts';
import { commandOf } from './given/lots.ts';
import { givenStory, personWith, type StoryIds } from './given/master-data.ts';
import { forgetNotices, givenTask, toldPeople } from './given/tasks.ts';
import { type GivenDatabase, givenDatabase } from './setup/database.ts';

const hour = 3_600_000;
const friday = new Date('2026-10-16T19:30:00Z');
let now = friday;
let database: GivenDatabase;
let context: OperationContext;
let ids: StoryIds;
let ines: Caller;
let dana: Caller;

beforeAll(async () => {
  database = await givenDatabase();
  context = { ...givenContext(database.db), clock: { now: () => now } };
  ids = await givenStory(context);
  ines = { ...personWith('quality_approver', ids.user('i.carvalho'), ids.site('EWR')), name: 'Ines Carvalho' };
  dana = { ...personWith('quality_manager', ids.user('d.whitlock')), name: 'Dana Whitlock' };
});
afterAll(() => database.drop());
beforeEach(async () => {
  now = friday;
  await forgetNotices(database);
  await database.sql`delete from tasks`;
  await database.sql`delete from delegations`;
  await database.sql`update users set active = true`;
  await database.sql`update role_grants set valid_until = null, category = null`;
});

const claimed = async (change: Partial<Parameters<typeof givenTask>[1]> = {}, by = ines) => {
  const taskId = await givenTask(context, {
    siteId: ids.site('EWR'),
    dueAt: new Date(friday.getTime() + hour),
    ...change,
  });
  expect(await claimTask(context, commandOf(by, { taskId }))).toMatchObject({ ok: true });
  return taskId;
};
const holderOf = async (taskId: string) => {
  const [row] = await database.sql<{ state: string; holder: string | null; remind: Date | null; step: number }[]>`
    select state, assignee_name as holder, remind_at as remind, escalation_step as step from tasks where id = ${taskId}`;
  return { ...row, remind: row?.remind?.toISOString() };
};
const grantsOf = (username: string) => database.sql`user_id = ${ids.user(username)}`;

test.each([
  ['account is closed', () => database.sql`update users set active = false where id = ${ids.user('i.carvalho')}`],
  ['grant has ended', () => database.sql`update role_grants set valid_until = ${now} where ${grantsOf('i.carvalho')}`],
  [
    'grant covers another category',
    () => database.sql`update role_grants set category = 'medical_device' where ${grantsOf('i.carvalho')}`,
  ],
])('a task goes back to its team, whose time begins anew, when the %s of whoever has it', async (_, lose) => {
  const taskId = await claimed();
  await database.sql`update tasks set escalation_step = 2 where id = ${taskId}`;
  now = new Date(friday.getTime() + hour);
  await lose();
  await attendTasks(context);
  expect(await holderOf(taskId)).toEqual({ state: 'open', holder: null, remind: '2026-10-17T04:30:00.000Z', step: 0 });
  const audited = await database.sql`
    select actor_kind as by, reason, before, after from audit_entries where subject_id = ${taskId} and action = 'task.released'`;
  expect(audited).toEqual([
    {
      by: 'system',
      reason: 'Ines Carvalho may not work it there any more',
      before: { state: 'claimed', assignee: 'Ines Carvalho' },
      after: { title: 'Attach COA-7', state: 'open', assignee: null },
    },
  ]);
  expect(await claimTask(context, commandOf(dana, { taskId }))).toMatchObject({ ok: true });
});

test('a task whose process keeps its time goes back as well, and stays without a time of its own', async () => {
  const taskId = await claimed({ kind: 'decide_quarantine_review' });
  await database.sql`update users set active = false where id = ${ids.user('i.carvalho')}`;
  await attendTasks(context);
  expect(await holderOf(taskId)).toEqual({ state: 'open', holder: null, remind: undefined, step: 0 });
});

test('a task stays with whoever may work it by what a colleague handed over, until that ends', async () => {
  const taskId = await claimed();
  await database.sql`update role_grants set valid_until = ${now} where ${grantsOf('i.carvalho')}`;
  await database.sql`insert into delegations (id, from_user_id, to_user_id, valid_from, valid_until, reason, created_at)
    values (${context.newId()}, ${ids.user('d.whitlock')}, ${ids.user('i.carvalho')}, ${now}, ${new Date(now.getTime() + hour)}, 'Away', ${now})`;
  await attendTasks(context);
  expect(await holderOf(taskId)).toMatchObject({ state: 'claimed', holder: 'Ines Carvalho' });
  now = new Date(friday.getTime() + hour);
  await attendTasks(context);
  expect(await holderOf(taskId)).toMatchObject({ state: 'open' });
});

test('of many that look at once one gives it back, and what was settled or is in good hands stays as it is', async () => {
  const lost = await claimed();
  const settled = await claimed();
  await settleTask(context, commandOf(ines, { taskId: settled, note: 'The certificate is attached' }));
  const sound = await claimed({}, dana);
  await database.sql`update users set active = false where id = ${ids.user('i.carvalho')}`;
  await Promise.all(Array.from({ length: 8 }, () => attendTasks(context)));
  const audited = await database.sql`select subject_id as id from audit_entries
    where action = 'task.released' and subject_id in (${lost}, ${settled}, ${sound})`;
  expect(audited).toEqual([{ id: lost }]);
  expect(await holderOf(settled)).toMatchObject({ state: 'settled', holder: 'Ines Carvalho' });
  expect(await holderOf(sound)).toMatchObject({ state: 'claimed', holder: 'Dana Whitlock' });
});

test('a stand-in whose account was closed is not told: the team is', async () => {
  const taskId = await claimed();
  await database.sql`insert into absences (id, user_id, stand_in_id, from_at, until_at, recorded_at, recorded_by)
    values (${context.newId()}, ${ids.user('i.carvalho')}, ${ids.user('t.brandt')}, '2026-10-01', '2026-11-01', now(), 'test')`;
  await database.sql`update users set active = false where id = ${ids.user('t.brandt')}`;
  await database.sql`update tasks set remind_at = ${now} where id = ${taskId}`;
  await attendTasks(context);
  expect(await toldPeople(database)).toEqual(['d.whitlock task_reminder']);
  await database.sql`delete from absences`;
});
