import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Caller } from '#domain/caller.ts';
import type { OperationContext } from '#operations/context.ts';
import { recordInspection } from '#operations/record-inspection.ts';
import type { RecordInspection } from '#operations/resolve-inspection.ts';
import { givenContext } from '#test/given/context.ts';
import { commandOf, givenLot, stockOf } from '#test/given/lots.ts';
import { givenStory, personWith, type StoryIds } from '#test/given/master-data.ts';
import { type GivenDatabase, givenDatabase } from '#test/setup/database.ts';

let database: GivenDatabase;
let context: OperationContext;
let ids: StoryIds;
let ines: Caller;

beforeAll(async () => {
  database = await givenDatabase();
  context = givenContext(database.db);
  ids = await givenStory(context);
  ines = personWith('quality_approver', 'i.carvalho', ids.site('EWR'));
});
afterAll(() => database.drop());

const inspect = (input: Partial<RecordInspection> & Pick<RecordInspection, 'lots'>, caller = ines) =>
  recordInspection(context, commandOf(caller, { site: 'EWR', result: 'fail', checks: [], documents: [], ...input }));
const refusedWith = (code: string, pointer?: string) => ({
  ok: false,
  violation: pointer === undefined ? { code } : { code, pointer },
});

test('a failed inspection holds each of its lots at the site at once, naming the failed checks', async () => {
  const one = await givenLot(context, ids, { code: 'IN-A', stock: [{ at: 'EWR/C-01', quantity: '10' }] });
  const other = await givenLot(context, ids, { code: 'IN-B', stock: [{ at: 'EWR/C-01', quantity: '10' }] });
  const answer = await inspect({
    number: 'IN-1018',
    lots: [one.code, other.id],
    checks: [
      { name: 'documents', result: 'pass' },
      { name: 'seal', result: 'fail', note: 'Two lids open' },
    ],
  });

  expect(answer).toMatchObject({ ok: true, value: { number: 'IN-1018', result: 'fail', holds: [{}, {}] } });
  const placed = await database.sql`
    select rule, automatic, reason, site_id, location_id, placed_by from holds where lot_id = ${one.id}`;
  expect(placed).toMatchObject([
    {
      rule: 'failed_inspection',
      automatic: true,
      reason: 'Inspection IN-1018 failed: seal',
      site_id: ids.site('EWR'),
      location_id: null,
      placed_by: 'system',
    },
  ]);
});

test('one that passed releases nothing by itself', async () => {
  const lot = await givenLot(context, ids, {
    code: 'IN-C',
    stock: [{ at: 'EWR/C-01', condition: 'pending_inspection', quantity: '10' }],
  });
  const answer = await inspect({ lots: [lot.code], result: 'pass', checks: [{ name: 'seal', result: 'pass' }] });

  expect(answer).toMatchObject({ ok: true, value: { result: 'pass', holds: [] } });
  expect(answer.ok && answer.value.number).toMatch(/^IN-\d{6}$/);
  expect(await stockOf(context, lot.id)).toEqual(['EWR/C-01 MFF pending_inspection 10']);
});

test('a second failure while the first waits for its review adds no hold', async () => {
  const lot = await givenLot(context, ids, { code: 'IN-D', stock: [{ at: 'EWR/C-01', quantity: '10' }] });
  const first = await inspect({ lots: [lot.code] });
  const second = await inspect({ lots: [lot.code] });

  const number = first.ok ? first.value.holds[0]?.holdNumber : '';
  expect(second).toMatchObject({ ok: true, value: { holds: [{ holdNumber: number, alreadyActive: true }] } });
});

test('a result that comes when the lot has left holds it everywhere', async () => {
  const lot = await givenLot(context, ids, { code: 'IN-E', stock: [{ at: 'CHI/C-01', quantity: '10' }] });
  await inspect({ lots: [lot.code] });

  expect(await database.sql`select site_id from holds where lot_id = ${lot.id}`).toMatchObject([{ site_id: null }]);
});

test('what contradicts itself, is unknown or has a number that is taken is refused, and nothing is held', async () => {
  const lot = await givenLot(context, ids, { code: 'IN-F', stock: [{ at: 'EWR/C-01', quantity: '10' }] });
  const failing = [{ name: 'seal', result: 'fail' as const }];

  expect(await inspect({ lots: [lot.code], result: 'pass', checks: failing })).toMatchObject(
    refusedWith('request.malformed', '/result'),
  );
  expect(await inspect({ lots: ['NOPE'] })).toMatchObject(refusedWith('lot.unknown', '/lots/0'));
  expect(await inspect({ lots: [lot.code], receipt: 'R-0' })).toMatchObject(refusedWith('receipt.unknown', '/receipt'));
  expect(await inspect({ lots: [lot.code], documents: [context.newId()] })).toMatchObject(
    refusedWith('document.unknown', '/documents'),
  );
  expect(await inspect({ lots: [lot.code], number: 'IN-1018' })).toMatchObject(
    refusedWith('inspection.number-taken', '/number'),
  );
  expect(await inspect({ lots: [lot.code], site: 'CHI' })).toMatchObject(refusedWith('access.right-missing'));
  expect(await database.sql`select 1 from holds where lot_id = ${lot.id}`).toHaveLength(0);
});
