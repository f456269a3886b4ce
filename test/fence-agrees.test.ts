import { sql } from 'drizzle-orm';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connect, type Db } from '#db/connect.ts';
import { seenBy } from '#db/queries/sight.ts';
import type { Caller, Grant } from '#domain/caller.ts';
import { givenContext } from '#test/given/context.ts';
import { categoryOf, type FencedRow, mayRead, writeFencedRows } from '#test/given/fenced-rows.ts';
import { givenStory, type StoryIds } from '#test/given/master-data.ts';
import { type GivenDatabase, givenDatabase } from '#test/setup/database.ts';

let database: GivenDatabase;
let ids: StoryIds;
let fenced: Db;

beforeAll(async () => {
  database = await givenDatabase();
  ids = await givenStory(givenContext(database.db));
  fenced = connect(database.url, { role: 'holdfast_app', poolSize: 4, applicationName: 'test', sight: 'caller' });
});
afterAll(async () => {
  await fenced.$client.end();
  await database.drop();
});

const sites = ['EWR', 'CHI'] as const;
const entities = ['MFF', 'FTB'] as const;
const items = Object.keys(categoryOf);
const site = fc.constantFrom(...sites);
const owner = fc.constantFrom(...entities);
const item = fc.constantFrom(...items);
const orAll = <T>(one: fc.Arbitrary<T>) => fc.option(one, { freq: 2, nil: null });

const grant = fc.record({
  site: orAll(site),
  entity: orAll(owner),
  category: orAll(fc.constantFrom(...Object.values(categoryOf))),
  reads: fc.boolean(),
});
const rows = fc.record({
  goods: fc.array(fc.record({ item, at: site.map((code) => `${code}/C-01`), owner }), { minLength: 1, maxLength: 4 }),
  documents: fc.array(fc.record({ site, owner, items: fc.array(item, { minLength: 1, maxLength: 3 }) }), {
    maxLength: 3,
  }),
  holds: fc.array(fc.record({ of: fc.nat(3), site: orAll(site) }), { maxLength: 2 }),
});

const key: Record<string, string> = {
  stock: 'lot_id::text',
  purchase_order_lines: `purchase_order_id || ' ' || line`,
  advance_notice_lines: `advance_notice_id || ' ' || line`,
  receipt_lines: `receipt_id || ' ' || line`,
};

async function seen(caller: Caller, written: readonly FencedRow[]): Promise<string[]> {
  const found: string[] = [];
  for (const table of new Set(written.map((row) => row.table))) {
    const shown = await seenBy(caller, () =>
      fenced.execute<{ key: string }>(
        sql`select ${sql.raw(key[table] ?? 'id::text')} as key from ${sql.identifier(table)}`,
      ),
    );
    const keys = new Set(shown.map((row) => row.key));
    found.push(
      ...written.filter((row) => row.table === table && keys.has(row.key)).map((row) => `${table} ${row.key}`),
    );
  }
  return found.sort();
}

test('whatever somebody was granted, the database shows them what `authorize` lets them read, and nothing else', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(grant, { minLength: 1, maxLength: 3 }), rows, async (granted, given) => {
      const caller: Caller = {
        kind: 'person',
        id: 'somebody',
        name: 'Somebody',
        grants: granted.map(
          (one): Grant => ({
            role: 'auditor',
            // A grant whose role permits nothing shows nothing either.
            rights: one.reads ? ['lot.read'] : [],
            siteId: one.site && ids.site(one.site),
            entityId: one.entity && ids.entity(one.entity),
            category: one.category,
          }),
        ),
      };
      const written = await writeFencedRows(database.sql, ids, given);
      const due = written.filter(({ visible }) => visible(mayRead(caller))).map(({ table, key }) => `${table} ${key}`);
      expect(await seen(caller, written)).toEqual(due.sort());
      // Goods of this run would stand where those of the next are looked for.
      await database.sql`delete from stock`;
    }),
    { numRuns: 150 },
  );
});
