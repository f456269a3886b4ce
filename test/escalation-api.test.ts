import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { codeOf, type GivenColleagues, givenColleagues, itemsOf } from './given/colleagues.ts';
import { givenContext } from './given/context.ts';
import { givenTask } from './given/tasks.ts';

let given: GivenColleagues;
let get: GivenColleagues['get'];
let post: GivenColleagues['post'];
let put: GivenColleagues['put'];
let remove: GivenColleagues['remove'];

beforeAll(async () => {
  given = await givenColleagues();
  ({ get, post, put, remove } = given);
});
afterAll(() => given.api.stop());

describe('a calendar', () => {
  const day = [{ opens: '06:00', closes: '14:00' }];
  const night = [{ opens: '22:00', closes: '30:00' }];
  const week = (...shifts: { opens: string; closes: string }[][]) =>
    Array.from({ length: 7 }, (_, index) => shifts[index] ?? []);

  test('is set on the version that was read, and tells when the site opens', async () => {
    expect((await get('/sites/DEN/calendar')).body).toMatchObject({
      weekly: null,
      open: true,
      version: 0,
      timeZone: 'America/Denver',
    });
    expect(codeOf(await put('/sites/DEN/calendar', { weekly: week(day) }, null))).toBe(
      '428 request.precondition-required',
    );
    expect(codeOf(await put('/sites/DEN/calendar', { weekly: week(day) }, 3))).toBe('412 request.precondition-failed');
    const changed = await put('/sites/DEN/calendar', { weekly: week(day, night) }, 0);
    expect(changed).toMatchObject({ status: 200, body: { version: 1 } });
    expect((await get('/sites/DEN/calendar')).body).toMatchObject({ weekly: week(day, night), version: 1 });
    expect(await put('/sites/DEN/calendar', { weekly: week(day) }, 1)).toMatchObject({ body: { version: 2 } });
  });

  test.each([
    [week([{ opens: '14:00', closes: '13:00' }]), '422 calendar.shifts-overlap', '/weekly/0/0'],
    [
      week([
        { opens: '06:00', closes: '14:00' },
        { opens: '13:00', closes: '15:00' },
      ]),
      '422 calendar.shifts-overlap',
      '/weekly/0/1',
    ],
    [week(night, [{ opens: '05:00', closes: '14:00' }]), '422 calendar.shifts-overlap', '/weekly/1/0'],
    [week([{ opens: '25:00', closes: '26:00' }]), '422 calendar.shifts-overlap', '/weekly/0/0'],
    [week(), '422 calendar.never-open', '/weekly'],
  ])('that makes no sense is refused: %j', async (weekly, code, pointer) => {
    const refused = await put('/sites/ONT/calendar', { weekly }, 0);
    expect(codeOf(refused)).toBe(code);
    expect(refused.body.pointer).toBe(pointer);
  });

  test('takes holidays from a list, all or none, and gives a day back', async () => {
    const list = [
      { date: '2030-12-25', name: 'Christmas' },
      { date: '2030-12-24', name: 'Christmas Eve', shifts: day },
    ];
    expect(codeOf(await post('/sites/ONT/calendar-days', { days: list }, 'lead'))).toBe('404 calendar.unknown');
    expect(
      codeOf(
        await post('/sites/DEN/calendar-days', { days: [...list, { date: '2030-02-30', name: 'Never' }] }, 'lead'),
      ),
    ).toBe('400 request.malformed');
    expect((await post('/sites/DEN/calendar-days', { days: list }, 'lead')).body).toMatchObject({
      added: 2,
      replaced: 0,
    });
    expect((await post('/sites/DEN/calendar-days', { days: list.slice(0, 1) }, 'lead')).body).toMatchObject({
      added: 0,
      replaced: 1,
    });
    expect((await get('/sites/DEN/calendar')).body.days).toEqual([{ ...list[1] }, { ...list[0], shifts: [] }]);
    expect(await remove('/sites/DEN/calendar-days/2030-12-25')).toMatchObject({ status: 204 });
    expect(codeOf(await remove('/sites/DEN/calendar-days/2030-12-25'))).toBe('404 calendar.day-unknown');
  });

  test('is changed by whoever has the right at that site, and the trail has before and after', async () => {
    expect(codeOf(await put('/sites/DEN/calendar', { weekly: week(day) }, 2, 'floor'))).toBe(
      '403 access.right-missing',
    );
    const [entry] = itemsOf(await get('/audit?action=calendar.changed', 'lead'));
    expect(entry).toMatchObject({
      actorName: 'lead',
      before: { weekly: week(day, night) },
      after: { weekly: week(day) },
    });
  });

  test('has at most a thousand days that differ: one more is refused, another instead of one is not', async () => {
    const { sql } = given.api.database;
    const site = given.ids.site('CHI');
    expect(await put('/sites/CHI/calendar', { weekly: week(day) }, 0)).toMatchObject({ status: 200 });
    await sql`
      insert into calendar_days (site_id, date, name, shifts, changed_at, changed_by)
      select ${site}, date '2040-01-01' + n, 'Closed', '[]', now(), ${given.people.lead} from generate_series(1, 1000) n`;
    const add = (date: string) => post('/sites/CHI/calendar-days', { days: [{ date, name: 'Fair' }] }, 'lead');
    expect(codeOf(await add('2039-12-31'))).toBe('422 calendar.too-many-days');
    const [kept] = await sql`
      select count(*)::int as days, count(*) filter (where name = 'Fair')::int as fairs from calendar_days where site_id = ${site}`;
    expect(kept).toEqual({ days: 1_000, fairs: 0 });
    expect((await add('2040-01-02')).body).toMatchObject({ added: 0, replaced: 1 });
  });
});

describe('a chain', () => {
  test('is set for a team at a site or everywhere, and taken back', async () => {
    expect((await get('/escalation-chains/quality?site=CHI')).body).toMatchObject({ from: 'installed', version: 0 });
    const steps = [{ username: 'lead' }, { role: 'administrator' }];
    expect(await put('/escalation-chains/quality', { site: 'CHI', steps }, 0)).toMatchObject({ body: { version: 1 } });
    expect((await get('/escalation-chains/quality?site=CHI')).body).toMatchObject({
      from: 'site',
      steps: [{ username: 'lead', name: 'lead' }, { role: 'administrator' }],
      version: 1,
    });
    expect((await get('/escalation-chains/quality?site=EWR')).body.from).toBe('installed');
    expect(codeOf(await remove('/escalation-chains/quality?site=CHI', 'lead', 7))).toBe(
      '412 request.precondition-failed',
    );
    expect(await remove('/escalation-chains/quality?site=CHI', 'lead', 1)).toMatchObject({ body: { version: 0 } });
  });

  test('names nobody who could do nothing', async () => {
    const set = (step: unknown) => put('/escalation-chains/finance', { site: 'CHI', steps: [step] }, 0);
    expect(codeOf(await set({ role: 'auditor' }))).toBe('422 chain.role-without-tasks');
    expect(codeOf(await set({ username: 'floor' }))).toBe('422 chain.role-without-tasks');
    expect(codeOf(await set({ username: 'nobody' }))).toBe('422 user.unknown');
  });
});

describe('an absence', () => {
  const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString();

  test('is said by oneself, shown, told to the stand-in, who may take over, and ended', async () => {
    const context = givenContext(given.api.database.db);
    const taskId = await givenTask(context, { siteId: given.ids.site('EWR'), dueAt: new Date(inDays(1)) });
    expect(await post(`/tasks/${taskId}/claim`, undefined)).toMatchObject({ status: 200 });
    const said = await post('/absences', { until: inDays(3), standIn: 'lead' });
    expect(said).toMatchObject({ status: 201, body: { standInId: given.people.lead } });
    expect(codeOf(await post('/absences', { from: inDays(2), until: inDays(5) }))).toBe('409 absence.overlaps');
    expect(itemsOf(await get('/absences?now=true'))).toMatchObject([{ username: 'floor', standIn: 'lead' }]);
    expect(itemsOf(await get('/notifications', 'lead'))).toMatchObject([
      { title: 'You stand in for floor', readAt: null },
    ]);

    expect((await get(`/tasks/${taskId}`, 'lead')).body).toMatchObject({
      assigneeAway: { standIn: 'lead' },
      actions: [{ action: 'claim', allowed: true }, {}, {}, {}],
    });
    expect(itemsOf(await get('/tasks?view=all&state=claimed', 'lead'))).toMatchObject([
      { assigneeAway: { standIn: 'lead' } },
    ]);
    expect(await post(`/tasks/${taskId}/claim`, undefined, 'lead')).toMatchObject({ body: { assigneeName: 'lead' } });

    const path = `/absences/${said.body.absenceId}/end`;
    expect(codeOf(await post(path, undefined, 'boss'))).toMatch(/^200/);
    expect(itemsOf(await get('/absences?now=true'))).toEqual([]);
    expect(await post('/absences', { until: inDays(1) })).toMatchObject({ status: 201 });
  });

  test('that nobody has said cannot be ended', async () => {
    expect(codeOf(await post(`/absences/${randomUUID()}/end`, undefined, 'boss'))).toBe('404 absence.unknown');
  });

  test('of others is said by whoever arranges tasks or accounts, and makes sense', async () => {
    expect(codeOf(await post('/absences', { user: 'lead', until: inDays(1) }))).toBe('403 access.right-missing');
    expect(codeOf(await post('/absences', { user: 'nobody', until: inDays(1) }, 'boss'))).toBe('422 user.unknown');
    expect(codeOf(await post('/absences', { user: 'lead', until: inDays(-1) }, 'boss'))).toBe(
      '422 absence.in-the-past',
    );
    expect(codeOf(await post('/absences', { until: inDays(1), standIn: 'boss' }, 'boss'))).toBe(
      '422 absence.stand-in-unfit',
    );
  });
});
