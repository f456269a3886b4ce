import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { ChainStep } from '#domain/escalation.ts';
import { attendTasks } from '#operations/attend-tasks.ts';
import type { OperationContext } from '#operations/context.ts';
import { tellOfCase } from '#operations/tell-of-case.ts';
import { givenContext } from './given/context.ts';
import { givenStory, type StoryIds } from './given/master-data.ts';
import { forgetNotices, givenTask, toldPeople } from './given/tasks.ts';
import { type GivenDatabase, givenDatabase } from './setup/database.ts';

const hour = 3_600_000;
const friday = new Date('2026-10-16T19:30:00Z');
let now = friday;
let database: GivenDatabase;
let context: OperationContext;
let ids: StoryIds;

beforeAll(async () => {
  database = await givenDatabase();
  context = { ...givenContext(database.db), clock: { now: () => now } };
  ids = await givenStory(context);
});
afterAll(() => database.drop());
beforeEach(async () => {
  now = friday;
  await forgetNotices(database);
  await database.sql`delete from absences`;
  await database.sql`delete from escalation_chains`;
  await database.sql`delete from tasks`;
  // Nobody of quality is there.
  for (const username of ['i.carvalho', 'd.whitlock'])
    await database.sql`insert into absences (id, user_id, from_at, until_at, recorded_at, recorded_by)
      values (${context.newId()}, ${ids.user(username)}, '2026-10-01', '2026-11-01', now(), 'test')`;
});

const given = (change: Partial<Parameters<typeof givenTask>[1]> = {}) =>
  givenTask(context, { siteId: ids.site('EWR'), dueAt: new Date(friday.getTime() + hour), ...change });
const givenChain = (...steps: ChainStep[]) => database.sql`
  insert into escalation_chains (id, team, site_id, steps, changed_at, changed_by)
  values (${context.newId()}, 'quality', ${ids.site('EWR')}, ${database.sql.json(steps)}, now(), 'test')`;

test('a task whose chain has ended and whose team is gone is told again to whom it reached last, while it is open', async () => {
  await given();
  for (const day of [1, 2, 3]) {
    now = new Date(friday.getTime() + day * 24 * hour);
    await attendTasks(context);
    expect(await toldPeople(database)).toEqual(Array.from({ length: day }, () => 'admin task_escalated'));
  }
});

test('a chain of a site in whose steps nobody is leads to whoever the installed one reaches', async () => {
  await given();
  await givenChain({ role: 'quality_manager' }, { userId: ids.user('i.carvalho') });
  await database.sql`update tasks set escalate_at = ${friday}`;
  await attendTasks(context);
  expect(await toldPeople(database)).toEqual(['admin task_escalated']);
});

test('with nobody at all it goes on asking, and the trail says that nobody was told', async () => {
  const taskId = await given();
  await database.sql`update users set active = false`;
  try {
    now = new Date(friday.getTime() + 24 * hour);
    await attendTasks(context);
    await attendTasks(context);
  } finally {
    await database.sql`update users set active = true`;
  }
  const trail =
    await database.sql`select after -> 'told' as told from audit_entries where action = 'task.escalated' and subject_id = ${taskId}`;
  expect(trail).toEqual([{ told: [] }]);
  now = new Date(friday.getTime() + 48 * hour);
  await attendTasks(context);
  expect(await toldPeople(database)).toEqual(['admin task_escalated']);
});

test.each(['remind', 'escalate'] as const)(
  'a process that has to %s finds who is there in the same way',
  async (what) => {
    await givenChain({ role: 'quality_manager' });
    const taskId = await given({ kind: 'decide_quarantine_review' });
    const [task] = await database.sql<
      { subject: string }[]
    >`select subject_id as subject from tasks where id = ${taskId}`;
    const about = { subjectKind: 'receipt', subjectId: task?.subject ?? '', what, at: friday.toISOString() };
    for (let time = 0; time < 2; time += 1)
      await context.db.transaction((tx) => tellOfCase(tx, context, { cause: {} }, about));
    expect(await toldPeople(database)).toEqual(['admin case_escalated']);
  },
);
