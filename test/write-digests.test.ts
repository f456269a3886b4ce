import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { OperationContext } from '#operations/context.ts';
import { writeDigests } from '#operations/write-digests.ts';
import { givenContext } from './given/context.ts';
import { givenLot } from './given/lots.ts';
import { givenStory, type StoryIds } from './given/master-data.ts';
import { forgetNotices, givenTask } from './given/tasks.ts';
import { type GivenDatabase, givenDatabase } from './setup/database.ts';

let now: Date;
let database: GivenDatabase;
let context: OperationContext;
let ids: StoryIds;

beforeAll(async () => {
  database = await givenDatabase();
  context = { ...givenContext(database.db), clock: { now: () => now } };
  now = new Date('2026-10-16T04:00:00Z');
  ids = await givenStory(context);
  // Newark works weekdays from seven, Elk Grove every day from six; the others have no calendar.
  const hours = (opens: number) => [{ opens: opens * 60, closes: 17 * 60 }];
  for (const [site, weekly] of [
    ['EWR', [...Array.from({ length: 5 }, () => hours(7)), [], []]],
    ['CHI', Array.from({ length: 7 }, () => hours(6))],
  ] as const)
    await database.sql`insert into site_calendars (site_id, weekly, changed_at, changed_by)
      values (${ids.site(site)}, ${database.sql.json(weekly as never)}, now(), 'test')`;
});
afterAll(() => database.drop());
beforeEach(async () => {
  await forgetNotices(database);
  for (const table of ['absences', 'tasks']) await database.sql.unsafe(`delete from ${table}`);
  await database.sql`delete from commands where operation = 'write-digest'`;
});

const at = async (instant: string) => {
  now = new Date(instant);
  return await writeDigests(context);
};
const given = (site: string, dueAt: string, title: string) =>
  givenTask(context, { siteId: ids.site(site), dueAt: new Date(dueAt), title });
type Digest = { person: string; counts: unknown; titles: string[] };
const digests = async (): Promise<Digest[]> => {
  const rows = await database.sql<
    { person: string; content: Record<string, { title: string }[]> & { counts: unknown } }[]
  >`
    select person.username as person, content from notifications told join users person on person.id = told.user_id
     where told.kind = 'daily_digest' order by person.username`;
  return rows.map(({ person, content }) => ({
    person,
    counts: content.counts,
    titles: ['overdue', 'due', 'fresh'].flatMap((part) =>
      (content[part] ?? []).map(({ title }) => `${part}: ${title}`),
    ),
  }));
};

test('at the opening of their site people are told what is overdue, due today and new, each once; nobody of nothing', async () => {
  now = new Date('2026-10-12T12:00:00Z');
  await given('EWR', '2026-10-15T12:00:00Z', 'Late');
  await given('EWR', '2026-10-16T20:00:00Z', 'Today');
  await given('EWR', '2026-11-20T12:00:00Z', 'Old and far');
  now = new Date('2026-10-15T20:00:00Z');
  await given('EWR', '2026-11-20T12:00:00Z', 'Far');
  await at('2026-10-16T10:59:00Z');
  expect(await digests()).toEqual([]);
  await at('2026-10-16T11:00:00Z');
  const titles = ['overdue: Late', 'due: Today', 'fresh: Far'];
  const counts = { overdue: 1, due: 1, fresh: 1 };
  expect(await digests()).toEqual([
    { person: 'd.whitlock', counts, titles },
    { person: 'i.carvalho', counts, titles },
  ]);
});

test('once a day, however often, by however many and after whatever restart', async () => {
  await given('EWR', '2026-10-16T20:00:00Z', 'Today');
  await Promise.all(Array.from({ length: 6 }, () => at('2026-10-16T11:00:00Z')));
  await at('2026-10-16T19:00:00Z');
  // The command's answer may have been removed by then; the site's day is still known.
  await database.sql`delete from commands where operation = 'write-digest'`;
  await at('2026-10-16T20:00:00Z');
  expect(await digests()).toHaveLength(2);
});

test('who works at several sites is told when the first opens, and of all of them', async () => {
  await given('EWR', '2026-10-16T20:00:00Z', 'In Newark');
  await given('CHI', '2026-10-16T20:00:00Z', 'In Elk Grove');
  await at('2026-10-16T11:00:00Z');
  expect((await digests()).find(({ person }) => person === 'd.whitlock')?.titles).toEqual([
    'due: In Newark',
    'due: In Elk Grove',
  ]);
});

test('not on a day on which the site is closed, and at eight where it never is', async () => {
  now = new Date('2026-10-16T12:00:00Z');
  await given('EWR', '2026-10-16T20:00:00Z', 'In Newark');
  const inFontana = { siteId: ids.site('ONT'), dueAt: new Date('2026-10-17T20:00:00Z'), team: 'warehouse' } as const;
  await givenTask(context, inFontana);
  // Saturday, a minute to eight in Fontana. Newark is closed.
  await at('2026-10-17T14:59:00Z');
  expect((await digests()).map(({ person }) => person)).not.toContain('w.tran');
  await at('2026-10-17T15:00:00Z');
  const people = (await digests()).map(({ person }) => person);
  expect(people).toContain('w.tran');
  expect(await database.sql`select 1 from digests where site_id = ${ids.site('EWR')} and date = '2026-10-17'`).toEqual(
    [],
  );
});

test('who is away gets none', async () => {
  await given('EWR', '2026-10-16T20:00:00Z', 'Today');
  await database.sql`insert into absences (id, user_id, from_at, until_at, recorded_at, recorded_by)
    values (${context.newId()}, ${ids.user('i.carvalho')}, '2026-10-01', '2026-11-01', now(), 'test')`;
  await at('2026-10-16T11:00:00Z');
  expect((await digests()).map(({ person }) => person)).toEqual(['d.whitlock']);
});

test('a list is cut, and its count is not', async () => {
  for (let count = 1; count <= 23; count += 1) await given('EWR', '2026-10-16T20:00:00Z', `Task ${count}`);
  await at('2026-10-16T11:00:00Z');
  const [first] = await digests();
  expect(first?.counts).toEqual({ overdue: 0, due: 23, fresh: 0 });
  expect(first?.titles).toHaveLength(20);
});

test('who has to do with one item category is told of the tasks about its goods, and of no others', async () => {
  const [category] = await database.sql`select category from items where code = 'GC-BULK'`;
  const userId = context.newId();
  await database.sql`insert into users (id, username, name) values (${userId}, 'only.cheese', 'Only Cheese')`;
  await database.sql`insert into role_grants (id, user_id, role, site_id, category, valid_from, granted_by)
    values (${context.newId()}, ${userId}, 'quality_approver', ${ids.site('EWR')}, ${category?.category}, '2020-01-01', 'test')`;
  for (const item of ['GC-BULK', 'CRISP']) {
    const lot = await givenLot(context, ids, {
      code: `DIGEST-${item}`,
      item,
      stock: [{ at: 'EWR/C-01', quantity: '1' }],
    });
    const taskId = await given('EWR', '2026-10-16T20:00:00Z', `About ${item}`);
    await database.sql`update tasks set lot_id = ${lot.id} where id = ${taskId}`;
  }
  await at('2026-10-16T11:00:00Z');
  expect((await digests()).find(({ person }) => person === 'only.cheese')?.titles).toEqual(['due: About GC-BULK']);
});
