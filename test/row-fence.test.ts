import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connect, type Db } from '#db/connect.ts';
import { beyondSight, seenBy } from '#db/queries/sight.ts';
import type { Caller, Grant } from '#domain/caller.ts';
import type { OperationContext } from '#operations/context.ts';
import { placeHold } from '#operations/place-hold.ts';
import { receiveGoods } from '#operations/receive-goods.ts';
import { recordInspection } from '#operations/record-inspection.ts';
import { givenContext } from '#test/given/context.ts';
import { delivery } from '#test/given/deliveries.ts';
import { commandOf, givenLot } from '#test/given/lots.ts';
import { givenStory, importer, type StoryIds } from '#test/given/master-data.ts';
import { type GivenDatabase, givenDatabase } from '#test/setup/database.ts';

let database: GivenDatabase;
let context: OperationContext;
let ids: StoryIds;
let fenced: Db;

/** Tables with a site, an entity or a place that no policy fences, and why. */
const unfenced: Record<string, string> = {
  sites: 'names of places: a transfer names both ends',
  site_stock_owners: 'master data',
  locations: 'names of places',
  legal_entities: 'names',
  role_grants: 'read before anybody has a sight',
  site_calendars: 'when a site works concerns whoever waits for it',
  calendar_days: 'the same',
  escalation_chains: 'whom a task goes to next',
  local_overrides: 'master data',
  master_data_proposals: 'master data',
  policy_changes: 'proposed policies, as readable as those in force',
  digests: 'counts of mail that was written',
  hold_extensions: 'read through their hold, which is fenced',
};

beforeAll(async () => {
  database = await givenDatabase();
  context = givenContext(database.db);
  ids = await givenStory(context);
  fenced = connect(database.url, { role: 'holdfast_app', poolSize: 4, applicationName: 'test', sight: 'caller' });
  for (const [code, at, owner] of [
    ['NEWARK', 'EWR/C-01', 'MFF'],
    ['CHICAGO', 'CHI/C-01', 'FTB'],
  ] as const) {
    await givenLot(context, ids, { code, stock: [{ at, owner, quantity: '10' }] });
    const site = at.slice(0, 3);
    const hold = { lot: code, site, rule: 'pest' as const, reason: 'Traces of mice on the pallet' };
    await placeHold(context, commandOf(importer, hold));
    await placeHold(context, commandOf(importer, { ...hold, site: undefined, reason: 'Mice were seen at both docks' }));
    const inspection = { site, lots: [code], result: 'pass' as const, checks: [], documents: [] };
    await recordInspection(context, commandOf(importer, inspection));
  }
  await receiveGoods(context, commandOf(importer, delivery()));
});
afterAll(async () => {
  await fenced.$client.end();
  await database.drop();
});

const somebody = (...grants: Partial<Grant>[]): Caller => ({
  kind: 'person',
  id: 'somebody',
  name: 'Somebody',
  grants: grants.map((grant) => ({ role: 'auditor', rights: ['lot.read'], entityId: null, siteId: null, ...grant })),
});

/** What a caller sees of the lots of a table, by their codes. */
const seen = async (caller: Caller | null, table: string): Promise<string[]> => {
  const ask = () =>
    fenced.execute<{ code: string }>(
      sql`select distinct lot.code from ${sql.identifier(table)} one join lots lot on lot.id = one.lot_id order by 1`,
    );
  const rows = await (caller ? seenBy(caller, ask) : ask());
  return rows.map(({ code }) => code).filter((code) => code === 'NEWARK' || code === 'CHICAGO');
};

const ofLots = ['stock', 'movement_lines', 'holds', 'quarantine_reviews', 'tasks', 'audit_entries'];

test('a statement for which nobody asks sees no row', async () => {
  for (const table of [...ofLots, 'receipts', 'inspections', 'purchase_orders', 'item_costs']) {
    const [row] = await fenced.execute<{ count: string }>(sql`select count(*) from ${sql.identifier(table)}`);
    expect(row?.count, table).toBe('0');
  }
});

test('each sees the rows of their own sites and entities, whatever the statement asks for', async () => {
  for (const table of ofLots) {
    expect(await seen(somebody({}), table), table).toEqual(['CHICAGO', 'NEWARK']);
    expect(await seen(somebody({ siteId: ids.site('EWR') }), table), table).toEqual(['NEWARK']);
    expect(await seen(somebody({ entityId: ids.entity('FTB') }), table), table).toEqual(['CHICAGO']);
    expect(await seen(somebody({ siteId: ids.site('EWR'), entityId: ids.entity('FTB') }), table), table).toEqual([]);
    expect(await seen(somebody({ siteId: ids.site('DEN') }), table), table).toEqual([]);
    expect(
      await seen(
        somebody({ siteId: ids.site('EWR') }, { siteId: ids.site('CHI'), entityId: ids.entity('FTB') }),
        table,
      ),
      table,
    ).toEqual(['CHICAGO', 'NEWARK']);
  }
});

test('a category limits what is seen of everything that has a lot', async () => {
  const [item] =
    await database.sql`select category from items join lots on item_id = items.id where lots.code = 'NEWARK'`;
  for (const table of ofLots) {
    expect(await seen(somebody({ category: String(item?.category) }), table), table).toContain('NEWARK');
    expect(await seen(somebody({ category: 'another category' }), table), table).toEqual([]);
    expect(await seen(somebody({ category: `it's "odd", {\\}` }), table), table).toEqual([]);
  }
});

test('what concerns every site is seen by whoever has its lot, and by nobody else', async () => {
  const everySite = async (caller: Caller) => {
    const rows = await seenBy(caller, () =>
      fenced.execute<{ code: string }>(
        sql`select lot.code from holds join lots lot on lot.id = lot_id where holds.site_id is null order by 1`,
      ),
    );
    return rows.map(({ code }) => code);
  };
  expect(await everySite(somebody({ siteId: ids.site('EWR') }))).toEqual(['NEWARK']);
  expect(await everySite(somebody({ siteId: ids.site('DEN') }))).toEqual([]);
  expect(await everySite(somebody({}))).toEqual(['CHICAGO', 'NEWARK']);
});

test('nothing foreign is changed either', async () => {
  const newark = somebody({ siteId: ids.site('EWR') });
  await seenBy(newark, () => fenced.execute(sql`update tasks set settled_note = 'touched'`));
  const rows =
    await database.sql`select distinct lots.code from tasks join lots on lots.id = lot_id where settled_note is not null`;
  expect(rows).toMatchObject([{ code: 'NEWARK' }]);
});

test('sight is that of the transaction: the next one on the same connection has its own', async () => {
  const one = connect(database.url, { role: 'holdfast_app', poolSize: 1, applicationName: 'test', sight: 'caller' });
  const count = async () => (await one.execute<{ n: string }>(sql`select count(*) as n from stock`))[0]?.n;
  const [all, none] = await Promise.all([seenBy(somebody({}), count), count()]);
  const limited = await seenBy(somebody({ siteId: ids.site('CHI') }), () =>
    one.transaction(async (tx) => {
      const own = await tx.execute<{ n: string }>(sql`select count(*) as n from stock`);
      const beyond = await beyondSight(tx, () => tx.execute<{ n: string }>(sql`select count(*) as n from stock`));
      const nested = await beyondSight(tx, async () => {
        await beyondSight(tx, () => tx.execute(sql`select 1`));
        return await tx.execute<{ n: string }>(sql`select count(*) as n from stock`);
      });
      const again = await tx.execute<{ n: string }>(sql`select count(*) as n from stock`);
      return [own[0]?.n, beyond[0]?.n, nested[0]?.n, again[0]?.n];
    }),
  );
  expect([all, none]).toEqual(['3', '0']);
  expect(limited).toEqual(['1', '3', '3', '1']);
  await expect(seenBy(somebody({}), () => one.execute(sql`select 1 / 0`))).rejects.toThrow();
  expect(await count()).toBe('0');
  await one.$client.end();
});

test('a lost connection is not handed out again', async () => {
  const one = connect(database.url, {
    role: 'holdfast_app',
    poolSize: 1,
    applicationName: 'test-lost',
    sight: 'caller',
  });
  const ask = () => seenBy(somebody({}), () => one.execute(sql`select 1 as one`));
  await ask();
  await Promise.allSettled([
    seenBy(somebody({}), () => one.execute(sql`select pg_terminate_backend(pg_backend_pid())`)),
    ask(),
  ]);
  expect(await ask()).toMatchObject([{ one: 1 }]);
  expect(await ask()).toMatchObject([{ one: 1 }]);
  await one.$client.end();
});

test('every table that has a site, an entity or a place is fenced, or said not to be', async () => {
  const rows = await database.sql<{ name: string; fenced: boolean }[]>`
    select distinct c.relname as name, c.relrowsecurity as fenced
      from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_attribute a on a.attrelid = c.oid
     where n.nspname = 'public' and c.relkind = 'r' and not a.attisdropped
       and a.attname ~ '(^|_)(site|entity|location|owner)_id$' order by 1`;
  const open = rows.filter((row) => !row.fenced).map(({ name }) => name);
  expect(open.filter((name) => unfenced[name] === undefined)).toEqual([]);
});
