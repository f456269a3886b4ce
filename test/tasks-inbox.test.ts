import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { countTasks, type InboxFilter, listTasks } from '#db/queries/inbox.ts';
import { type Caller, scopesWith } from '#domain/caller.ts';
import { workOf } from '#domain/inbox.ts';
import type { TaskKind, Team } from '#domain/tasks.ts';
import { claimTask } from '#operations/claim-task.ts';
import type { OperationContext } from '#operations/context.ts';
import { writeTasks } from '#operations/write-task.ts';
import { givenContext } from '#test/given/context.ts';
import { commandOf } from '#test/given/lots.ts';
import { givenStory, personWith, type StoryIds } from '#test/given/master-data.ts';
import { type GivenDatabase, givenDatabase } from '#test/setup/database.ts';

const noon = new Date('2026-10-16T12:00:00Z');
let database: GivenDatabase;
let context: OperationContext;
let ids: StoryIds;
let ines: Caller;
let manager: Caller;

beforeAll(async () => {
  database = await givenDatabase();
  context = givenContext(database.db, noon);
  ids = await givenStory(context);
  ines = personWith('quality_approver', 'i.carvalho', ids.site('EWR'));
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

describe('the inbox', () => {
  const inboxOf = (caller: Caller) => ({
    callerId: caller.id,
    scopes: scopesWith(caller, 'task.read'),
    work: workOf(caller),
    now: noon,
  });
  const see = async (caller: Caller, filter: Partial<InboxFilter> = {}) => {
    const page = await listTasks(database.db, { view: 'all', limit: 50, ...inboxOf(caller), ...filter });
    return page.rows.map(({ title }) => title);
  };

  test('shows each view what belongs in it, what is due first first', async () => {
    await given({ kind: 'reconcile_purchase_order', team: 'order_desk' });
    await given({ kind: 'decide_quarantine_review', site: 'CHI' });
    await given({ kind: 'complete_traceability_source', due: '2026-10-16T11:00:00Z' });
    await given({ kind: 'decide_quarantine_review', site: null, due: '2026-10-18T12:00:00Z' });
    await claim(await given({ due: '2026-10-15T12:00:00Z' }), ines);

    const mine = 'attach_announced_certificate at EWR';
    const late = 'complete_traceability_source at EWR';
    const everywhere = 'decide_quarantine_review at null';
    expect(await see(ines, { view: 'mine' })).toEqual([mine]);
    expect(await see(ines, { view: 'team' })).toEqual([mine, late, everywhere]);
    expect(await see(ines, { view: 'unassigned' })).toEqual([late, everywhere]);
    expect(await see(ines, { view: 'overdue' })).toEqual([mine, late]);
    expect(await see(ines)).toEqual([mine, late, 'reconcile_purchase_order at EWR', everywhere]);
    expect(await see(manager)).toHaveLength(5);
    expect(await see(personWith('order_desk', 'j.abbott'), { view: 'team' })).toEqual([
      'reconcile_purchase_order at EWR',
    ]);
    expect(await countTasks(database.db, inboxOf(ines))).toEqual({
      mine: 1,
      team: 3,
      unassigned: 2,
      overdue: 2,
      all: 4,
    });
  });

  test('pages through all once, also where many are due at the same instant', async () => {
    for (let count = 0; count < 7; count++) await given();
    const seen: string[] = [];
    let after: readonly string[] | null | undefined;
    do {
      const page = await listTasks(database.db, {
        view: 'team',
        limit: 2,
        ...inboxOf(ines),
        after: after ?? undefined,
      });
      seen.push(...page.rows.map(({ taskId }) => taskId));
      after = page.next;
    } while (after);
    expect(new Set(seen).size).toBe(7);
    expect(seen).toHaveLength(7);
  });
});
