import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Caller } from '#domain/caller.ts';
import { attendTasks } from '#operations/attend-tasks.ts';
import { claimTask } from '#operations/claim-task.ts';
import type { OperationContext } from '#operations/context.ts';
import { reassignTask } from '#operations/reassign-task.ts';
import { releaseTask } from '#operations/release-task.ts';
import { settleTask } from '#operations/settle-task.ts';
import { givenContext } from './given/context.ts';
import { commandOf } from './given/lots.ts';
import { givenStory, personWith, type StoryIds } from './given/master-data.ts';
import { forgetNotices, givenTask, toldPeople } from './given/tasks.ts';
import { type GivenDatabase, givenDatabase } from './setup/database.ts';

// A Friday, half past three in the afternoon in Newark, whose site works until five and again on Monday at seven.
const friday = new Date('2026-10-16T19:30:00Z');
const hour = 3_600_000;
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
  const weekdays = Array.from({ length: 5 }, () => [{ opens: 7 * 60, closes: 17 * 60 }]);
  await database.sql`insert into site_calendars (site_id, weekly, changed_at, changed_by)
    values (${ids.site('EWR')}, ${database.sql.json([...weekdays, [], []])}, now(), 'test')`;
});
afterAll(() => database.drop());
beforeEach(async () => {
  now = friday;
  await forgetNotices(database);
  await database.sql`delete from absences`;
  await database.sql`delete from tasks`;
});

const timesOf = async (taskId: string) => {
  const [row] = await database.sql<{ remind: Date | null; escalate: Date | null; step: number }[]>`
    select remind_at as remind, escalate_at as escalate, escalation_step as step from tasks where id = ${taskId}`;
  return { remind: row?.remind?.toISOString(), escalate: row?.escalate?.toISOString(), step: row?.step };
};
const given = (change: Partial<Parameters<typeof givenTask>[1]> = {}) =>
  givenTask(context, { siteId: ids.site('EWR'), dueAt: new Date(friday.getTime() + hour), ...change });
const at = async (instant: string) => {
  now = new Date(instant);
  await attendTasks(context);
};
const away = (username: string, standIn: string | null) => database.sql`
  insert into absences (id, user_id, stand_in_id, from_at, until_at, recorded_at, recorded_by)
  values (${context.newId()}, ${ids.user(username)}, ${standIn === null ? null : ids.user(standIn)}, '2026-10-01', '2026-11-01', now(), 'test')`;

describe('a task that nobody settles', () => {
  test('is brought to the mind of its team, then goes up its chain step by step, in the working time of its site', async () => {
    const taskId = await given();
    // 480 minutes of work: an hour and a half on Friday, six and a half on Monday; 960: eight more.
    expect(await timesOf(taskId)).toEqual({
      remind: '2026-10-19T17:30:00.000Z',
      escalate: '2026-10-20T15:30:00.000Z',
      step: 0,
    });
    await at('2026-10-19T17:29:59Z');
    expect(await toldPeople(database)).toEqual([]);
    await at('2026-10-19T17:30:00Z');
    expect((await toldPeople(database)).sort()).toEqual(['d.whitlock task_reminder', 'i.carvalho task_reminder']);
    await at('2026-10-20T15:30:00Z');
    expect((await toldPeople(database)).slice(2)).toEqual(['i.carvalho task_escalated']);
    expect((await timesOf(taskId)).escalate).toBe('2026-10-21T13:30:00.000Z');
    await at('2026-10-21T13:30:00Z');
    await at('2026-10-22T11:30:00Z');
    expect((await toldPeople(database)).slice(3)).toEqual(['d.whitlock task_escalated', 'admin task_escalated']);
    expect(await timesOf(taskId)).toMatchObject({ escalate: undefined, step: 3 });
  });

  test('is reminded of for as long as it is open, also when its chain has ended', async () => {
    const taskId = await given();
    await database.sql`update tasks set escalation_step = 3, escalate_at = null, remind_at = ${friday}`;
    await at('2026-10-16T19:30:00Z');
    expect(await toldPeople(database)).toHaveLength(2);
    expect((await timesOf(taskId)).remind).toBe('2026-10-19T17:30:00.000Z');
  });

  test('never goes up before it is due', async () => {
    const taskId = await given({ dueAt: new Date('2026-11-30T12:00:00Z') });
    expect((await timesOf(taskId)).escalate).toBe('2026-11-30T12:00:00.000Z');
  });

  test('about held stock has no weekend, and one that its process keeps in mind is left alone', async () => {
    const escalated = await given({ kind: 'decide_escalated_review', team: 'quality_management' });
    expect((await timesOf(escalated)).remind).toBe('2026-10-17T03:30:00.000Z');
    const review = await given({ kind: 'decide_quarantine_review' });
    expect(await timesOf(review)).toEqual({ remind: undefined, escalate: undefined, step: 0 });
  });

  test('is told of once, however often and by however many it is looked at', async () => {
    const taskId = await given();
    now = new Date('2026-10-19T17:30:00Z');
    await Promise.all(Array.from({ length: 8 }, () => attendTasks(context)));
    expect(await toldPeople(database)).toHaveLength(2);
    const entries =
      await database.sql`select after from audit_entries where action = 'task.reminded' and subject_id = ${taskId}`;
    expect(entries).toEqual([{ after: expect.objectContaining({ told: ['Ines Carvalho', 'Dana Whitlock'] }) }]);
  });

  test('keeps none of the others waiting when something is wrong with it', async () => {
    const broken = await given();
    await given({ title: 'Sound' });
    await database.sql.unsafe(`
      create function break_it() returns trigger language plpgsql as $$ begin raise exception 'broken on purpose'; end $$;
      create trigger broken before update on tasks for each row when (old.id = '${broken}') execute function break_it()`);
    now = new Date('2026-10-19T17:30:00Z');
    await expect(attendTasks(context)).rejects.toThrow('1 of 2 tasks failed');
    expect(await toldPeople(database)).toHaveLength(2);
    await database.sql`drop trigger broken on tasks`;
    await attendTasks(context);
    expect(await toldPeople(database)).toHaveLength(4);
  });
});

describe('the chain of a task ends where it is', () => {
  test('when somebody takes it: they have the time that its team had, and are told alone', async () => {
    const taskId = await given();
    now = new Date('2026-10-19T17:00:00Z');
    await claimTask(context, commandOf(ines, { taskId }));
    expect(await timesOf(taskId)).toMatchObject({ remind: '2026-10-20T15:00:00.000Z', step: 0 });
    await at('2026-10-19T17:30:00Z');
    expect(await toldPeople(database)).toEqual([]);
    await at('2026-10-20T15:00:00Z');
    expect(await toldPeople(database)).toEqual(['i.carvalho task_reminder']);
  });

  test('when it is handed over, of which the new one is told, and given back', async () => {
    const taskId = await given();
    await database.sql`update tasks set escalation_step = 2`;
    await reassignTask(context, commandOf(dana, { taskId, to: 'i.carvalho' }));
    expect(await toldPeople(database)).toEqual(['i.carvalho task_assigned']);
    expect((await timesOf(taskId)).step).toBe(0);
    now = new Date('2026-10-19T12:00:00Z');
    await releaseTask(context, commandOf(ines, { taskId }));
    expect((await timesOf(taskId)).remind).toBe('2026-10-19T20:00:00.000Z');
  });

  test('when it is settled', async () => {
    const taskId = await given();
    await settleTask(context, commandOf(ines, { taskId, note: 'The certificate is attached' }));
    expect(await timesOf(taskId)).toMatchObject({ remind: undefined, escalate: undefined });
    await at('2026-12-01T12:00:00Z');
    expect(await toldPeople(database)).toEqual([]);
  });
});

describe('who is away', () => {
  test('is not told; their stand-in is, who is told for whom', async () => {
    const taskId = await given();
    await claimTask(context, commandOf(ines, { taskId }));
    await away('i.carvalho', 'd.whitlock');
    await at('2026-10-19T17:30:00Z');
    expect(await toldPeople(database)).toEqual(['d.whitlock task_reminder for Ines Carvalho']);
  });

  test('is not stood in for by somebody without the right there: the team is told instead', async () => {
    const taskId = await given();
    await claimTask(context, commandOf(ines, { taskId }));
    await away('i.carvalho', 't.brandt');
    await at('2026-10-19T17:30:00Z');
    expect(await toldPeople(database)).toEqual(['d.whitlock task_reminder']);
  });

  test('with nobody in their place lets a reminder go up the chain at once', async () => {
    const taskId = await given();
    await away('i.carvalho', null);
    await away('d.whitlock', null);
    await at('2026-10-19T17:30:00Z');
    expect(await toldPeople(database)).toEqual(['admin task_escalated']);
    expect(await timesOf(taskId)).toMatchObject({ escalate: undefined, step: 3 });
  });

  test('and stands in for whom they are stood in by are a circle, in which nobody is there', async () => {
    await given();
    await away('i.carvalho', 'd.whitlock');
    await away('d.whitlock', 'i.carvalho');
    await at('2026-10-19T17:30:00Z');
    expect(await toldPeople(database)).toEqual(['admin task_escalated']);
  });
});

test('a site has a chain of its own, which may name a person', async () => {
  await given();
  await database.sql`insert into escalation_chains (id, team, site_id, steps, changed_at, changed_by)
    values (${context.newId()}, 'quality', ${ids.site('EWR')}, ${database.sql.json([{ userId: ids.user('d.whitlock') }])}, now(), 'test')`;
  await database.sql`update tasks set escalate_at = ${friday}`;
  await attendTasks(context);
  expect(await toldPeople(database)).toEqual(['d.whitlock task_escalated']);
});
