import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { verify } from '@node-rs/argon2';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { OperationContext } from '#operations/context.ts';
import { installBaseline } from '#operations/install-baseline.ts';
import { loadStory, storyPassword } from '#operations/load-story.ts';
import { shiftStory } from '#operations/story-dates.ts';
import { givenContext } from '#test/given/context.ts';
import { storyFolder } from '#test/given/master-data.ts';
import { type GivenDatabase, givenDatabase } from '#test/setup/database.ts';

let database: GivenDatabase;
let context: OperationContext;
let loaded: Awaited<ReturnType<typeof loadStory>>;

beforeAll(async () => {
  database = await givenDatabase();
  context = givenContext(database.db);
  await installBaseline(context);
  loaded = await loadStory(context, storyFolder);
});
afterAll(() => database.drop());

type Event = { type: string; lines: { lot: string; quantity: string; unit: string; item: string }[] };
const story: { events: Event[] } = JSON.parse(readFileSync(join(storyFolder, 'events.json'), 'utf8'));

test('all nineteen receipts are there, marked as imported, under the numbers the story has', async () => {
  expect(loaded).toEqual({ receipts: 19, already: false });
  const rows = await database.sql`select number, imported from receipts order by number`;
  expect(rows.map((row) => row.number)).toEqual(Array.from({ length: 19 }, (_, index) => `R-${1001 + index}`));
  expect(rows.every((row) => row.imported)).toBe(true);
});

test('exactly four holds arise, by rule, each with an open review, its task, and its start in the outbox', async () => {
  const rows = await database.sql`
    select receipt.number, lots.code as lot, sites.code as site, holds.rule, review.state, task.state as task,
           outbox.workflow_id is not null as starts, holds.imported
      from holds join lots on lots.id = holds.lot_id join sites on sites.id = holds.site_id
      join receipt_defects defect on defect.hold_id = holds.id join receipts receipt on receipt.id = defect.receipt_id
      join quarantine_reviews review on review.hold_id = holds.id join tasks task on task.subject_id = review.id
      left join outbox on outbox.workflow_id = review.workflow_id order by receipt.number`;
  const open = { state: 'open', task: 'open', starts: true, imported: true };
  expect(rows).toMatchObject([
    { number: 'R-1002', lot: 'OIL-01', site: 'EWR', rule: 'missing_certificate', ...open },
    { number: 'R-1014', lot: 'BAS-01', site: 'CHI', rule: 'supplier_risk', ...open },
    { number: 'R-1016', lot: 'OIL-01', site: 'DEN', rule: 'inconsistent_dates', ...open },
    { number: 'R-1018', lot: 'BAS-02', site: 'CHI', rule: 'supplier_risk', ...open },
  ]);
  expect(await database.sql`select from holds`).toHaveLength(4);
  expect(await database.sql`select from tasks where kind <> 'decide_quarantine_review'`).toHaveLength(0);
});

test('balances are what was received, in base units, and agree with the ledger', async () => {
  const rows = await database.sql`
    select lots.code, trim_scale(sum(quantity))::text as quantity from stock join lots on lots.id = lot_id group by 1`;
  const stock = Object.fromEntries(rows.map((row) => [row.code, row.quantity]));
  expect(stock).toMatchObject({ 'PEC-01': '1058.2189', 'GCB-01': '550', 'GCL-01': '1800', 'OIL-01': '960' });
  const lots = new Set(
    story.events.filter(({ type }) => type === 'receipt').flatMap(({ lines }) => lines.map(({ lot }) => lot)),
  );
  expect(new Set(Object.keys(stock))).toEqual(lots);
  expect(await database.sql`select * from ledger_disagreements`).toEqual([]);
});

test('a second start loads nothing, also on another day', async () => {
  const later: OperationContext = { ...context, clock: { now: () => new Date(Date.now() + 3 * 86_400_000) } };
  const count = () => database.sql`
    select (select count(*) from movements) as movements, (select count(*) from purchase_orders) as orders,
           (select count(*) from users) as users, (select count(*) from holds) as holds`;
  const before = await count();
  expect(await loadStory(later, storyFolder)).toEqual({ receipts: 0, already: true });
  expect(await count()).toEqual(before);
});

test('what an earlier version loaded in other words stays as it was, and the start goes on', async () => {
  const other = await givenDatabase();
  const older = givenContext(other.db);
  await installBaseline(older);
  await loadStory(older, storyFolder);
  await other.sql`update commands set input_hash = md5(id) where id like 'story:%' and id <> 'story:begin'`;
  const said = () => other.sql`select item_id, version, sampling from item_specifications order by 1, 2`;
  const before = await said();

  expect(await loadStory(older, storyFolder)).toEqual({ receipts: 0, already: true });
  expect(await said()).toEqual(before);
  expect(await other.sql`select from receipts`).toHaveLength(19);
  await other.drop();
});

test('a start after a crash goes on where the last one stopped', async () => {
  const other = await givenDatabase();
  const crashed = givenContext(other.db);
  await installBaseline(crashed);
  await other.sql`create function crash() returns trigger language plpgsql as $$ begin raise exception 'crashed'; end $$`;
  await other.sql`create trigger crash before insert on receipts for each row when (new.number = 'R-1009') execute function crash()`;
  await expect(loadStory(crashed, storyFolder)).rejects.toThrow();
  await other.sql`drop trigger crash on receipts`;

  expect(await loadStory(crashed, storyFolder)).toEqual({ receipts: 11, already: false });
  expect(await other.sql`select from receipts`).toHaveLength(19);
  expect(await other.sql`select * from ledger_disagreements`).toEqual([]);
  await other.drop();
});

test('its people sign in with the password of the example and work where the story has them', async () => {
  const people = await database.sql`
    select username, password_hash, array_agg(role || '@' || coalesce(sites.code, 'everywhere') order by sites.code) as roles
      from users join role_grants on user_id = users.id left join sites on sites.id = site_id group by users.id`;
  const roles = Object.fromEntries(people.map((row) => [row.username, row.roles]));
  expect(roles).toMatchObject({
    'i.carvalho': ['quality_approver@DEN', 'quality_approver@EWR'],
    'r.okafor': ['warehouse_lead@EWR'],
    'd.whitlock': ['quality_manager@everywhere'],
    admin: ['administrator@everywhere'],
    auditor: ['auditor@everywhere'],
  });
  expect(roles).not.toHaveProperty('system');
  expect(await verify(String(people[0]?.password_hash), storyPassword)).toBe(true);
});

test('all days move together, so that the recall instant is the last one not later than now', () => {
  const told = {
    recall: { as_of: '2026-10-16T15:30:00Z' },
    made: '2026-08-26',
    at: '2026-08-31T13:10:00Z',
    tlc: '0952-6238-B',
  };
  const at = (now: string) => shiftStory(told, new Date(now));
  expect(at('2026-10-16T15:30:00Z')).toMatchObject({ ...told, shiftedByDays: 0 });
  expect(at('2026-10-17T15:29:59Z').shiftedByDays).toBe(0);
  expect(at('2028-03-01T16:00:00Z')).toMatchObject({
    recall: { as_of: '2028-03-01T15:30:00Z' },
    made: '2028-01-10',
    at: '2028-01-15T13:10:00Z',
    tlc: '0952-6238-B',
  });
  expect(at('2026-10-15T00:00:00Z').recall.as_of).toBe('2026-10-14T15:30:00Z');
});

test('what is still on its way can be received: open orders and notices, nothing of them arrived', async () => {
  const open = await database.sql`
    select number from purchase_orders "order" where not exists (select from receipts where purchase_order_id = "order".id)
     order by number`;
  expect(open.map((row) => row.number)).toEqual(['PO-5020', 'PO-5021', 'PO-5022', 'PO-7010']);
});
