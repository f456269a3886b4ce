import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Caller } from '#domain/caller.ts';
import type { TaskKind, Team } from '#domain/tasks.ts';
import { claimTask } from '#operations/claim-task.ts';
import type { OperationContext } from '#operations/context.ts';
import { createUser } from '#operations/create-user.ts';
import { reassignTask } from '#operations/reassign-task.ts';
import { releaseTask } from '#operations/release-task.ts';
import { settleTask } from '#operations/settle-task.ts';
import { writeTasks } from '#operations/write-task.ts';
import { givenContext } from '#test/given/context.ts';
import { commandOf } from '#test/given/lots.ts';
import { givenStory, importer, personWith, type StoryIds } from '#test/given/master-data.ts';
import { type GivenDatabase, givenDatabase } from '#test/setup/database.ts';

const noon = new Date('2026-10-16T12:00:00Z');
let database: GivenDatabase;
let context: OperationContext;
let ids: StoryIds;
let ines: Caller;
let priya: Caller;
let manager: Caller;

beforeAll(async () => {
  database = await givenDatabase();
  context = givenContext(database.db, noon);
  ids = await givenStory(context);
  ines = personWith('quality_approver', 'i.carvalho', ids.site('EWR'));
  priya = personWith('quality_approver', 'p.nair', ids.site('EWR'));
  manager = personWith('quality_manager', 'd.whitlock');
});
afterAll(() => database.drop());
beforeEach(() => database.sql`delete from tasks`);

type Given = { kind?: TaskKind; team?: Team; site?: string | null; due?: string };
const given = async ({
  kind = 'attach_announced_certificate',
  team = 'quality',
  site = 'EWR',
  due = '2026-10-17T12:00:00Z',
}: Given = {}) => {
  const [id] = await context.db.transaction((tx) =>
    writeTasks(tx, context, [
      {
        kind,
        team,
        title: `${kind} at ${site}`,
        subjectKind: 'receipt',
        subjectId: context.newId(),
        siteId: site === null ? null : ids.site(site),
        dueAt: new Date(due),
      },
    ]),
  );
  return id ?? '';
};
const claim = (taskId: string, caller: Caller) => claimTask(context, commandOf(caller, { taskId }));
const refusedWith = (code: string, message?: string) => ({
  ok: false,
  violation: message === undefined ? { code } : { code, message },
});

describe('claiming', () => {
  test('of many who want a task at once one gets it, and the others are told who', async () => {
    const taskId = await given();
    const team = Array.from({ length: 12 }, (_, index) =>
      personWith('quality_approver', `person-${index}`, ids.site('EWR')),
    );
    const answers = await Promise.all(team.map((person) => claim(taskId, person)));

    const winners = answers.flatMap((answer) => (answer.ok ? [answer.value.assigneeName] : []));
    expect(winners).toHaveLength(1);
    for (const answer of answers)
      if (!answer.ok)
        expect(answer.violation).toEqual({ code: 'task.already-claimed', message: `${winners[0]} has this task` });
    expect(
      await database.sql`select 1 from audit_entries where subject_id = ${taskId} and action = 'task.claimed'`,
    ).toHaveLength(1);
  });

  test('what one has already changes nothing', async () => {
    const taskId = await given();
    await claim(taskId, ines);
    expect(await claim(taskId, ines)).toMatchObject({ ok: true, value: { version: 2, assigneeName: 'i.carvalho' } });
  });

  test('takes the right at the site of the task, and everywhere where it is about every site', async () => {
    expect(await claim(await given({ site: 'CHI' }), ines)).toMatchObject(refusedWith('access.right-missing'));
    expect(await claim(await given({ site: null }), ines)).toMatchObject(refusedWith('access.right-missing'));
    expect(await claim(await given({ site: null }), manager)).toMatchObject({ ok: true });
    expect(await claim(context.newId(), ines)).toMatchObject(refusedWith('task.unknown'));
  });
});

test('a task goes back to its team from whoever has it, or from whoever may reassign', async () => {
  const taskId = await given();
  const release = (caller: Caller) => releaseTask(context, commandOf(caller, { taskId }));

  expect(await release(ines)).toMatchObject(refusedWith('task.not-claimed'));
  await claim(taskId, ines);
  expect(await release(priya)).toMatchObject(refusedWith('task.not-yours', 'i.carvalho has this task'));
  expect(await release(ines)).toMatchObject({ ok: true, value: { state: 'open', assigneeId: null } });
  await claim(taskId, ines);
  expect(await release(manager)).toMatchObject({ ok: true, value: { state: 'open' } });
});

describe('reassigning', () => {
  const reassign = (taskId: string, to: string, caller = manager) =>
    reassignTask(context, commandOf(caller, { taskId, to }));

  test('gives the task to a person who may work it there', async () => {
    const taskId = await given();
    expect(await reassign(taskId, 'i.carvalho')).toMatchObject({
      ok: true,
      value: { state: 'claimed', assigneeId: ids.user('i.carvalho'), assigneeName: 'Ines Carvalho' },
    });
  });

  test('is refused for somebody without the right there, without an account, or by somebody without the right', async () => {
    const taskId = await given();
    const input = { username: 'closed', name: 'Gone', passwordMark: '', grants: [] };
    await createUser(context, 'seven quiet lamps under rain', { commandId: 'c', caller: importer, cause: {}, input });
    await database.sql`update users set active = false where username = 'closed'`;

    expect(await reassign(taskId, 't.brandt')).toMatchObject(refusedWith('task.assignee-not-entitled'));
    expect(await reassign(taskId, 'nobody')).toMatchObject(refusedWith('user.unknown'));
    expect(await reassign(taskId, 'closed')).toMatchObject(refusedWith('user.inactive'));
    expect(await reassign(taskId, 'i.carvalho', priya)).toMatchObject(refusedWith('access.right-missing'));
  });
});

describe('settling', () => {
  const settle = (taskId: string, caller: Caller, note = 'The supplier sent it by mail') =>
    settleTask(context, commandOf(caller, { taskId, note }));

  test('by hand says what was done, once', async () => {
    const taskId = await given();
    expect(await settle(taskId, ines, 'done')).toMatchObject(refusedWith('reason.too-short'));
    expect(await settle(taskId, ines)).toMatchObject({
      ok: true,
      value: { state: 'settled', assigneeName: 'i.carvalho' },
    });
    expect(await settle(taskId, ines)).toMatchObject(refusedWith('task.settled'));
    expect(await claim(taskId, ines)).toMatchObject(refusedWith('task.settled'));
  });

  test('is left to the process where there is one, and to whoever has the task', async () => {
    expect(await settle(await given({ kind: 'decide_quarantine_review' }), ines)).toMatchObject(
      refusedWith('task.settled-by-process'),
    );
    const taskId = await given();
    await claim(taskId, ines);
    expect(await settle(taskId, priya)).toMatchObject(refusedWith('task.not-yours'));
  });
});
