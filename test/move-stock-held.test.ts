import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Caller } from '#domain/caller.ts';
import type { OperationContext } from '#operations/context.ts';
import { type MoveStock, moveStock } from '#operations/move-stock.ts';
import { placeHold } from '#operations/place-hold.ts';
import { givenContext } from '#test/given/context.ts';
import { commandOf, givenLot, stockOf } from '#test/given/lots.ts';
import { givenStory, personWith, type StoryIds } from '#test/given/master-data.ts';
import { type GivenDatabase, givenDatabase } from '#test/setup/database.ts';

let database: GivenDatabase;
let context: OperationContext;
let ids: StoryIds;
let ruth: Caller;

beforeAll(async () => {
  database = await givenDatabase();
  context = givenContext(database.db);
  ids = await givenStory(context);
  ruth = personWith('warehouse_lead', 'r.okafor', ids.site('EWR'));
});
afterAll(() => database.drop());

const line = { owner: 'MFF', from: 'DOCK-IN', to: 'C-01', condition: 'received', quantity: '4', unit: 'tub' } as const;
const move = (input: Partial<MoveStock> & Pick<MoveStock, 'lines'>, caller = ruth) =>
  moveStock(context, commandOf(caller, { site: 'EWR', kind: 'move', ...input }));
const refusedWith = (code: string) => ({ ok: false, violation: { code } });

const hold = (lot: string, location?: string) =>
  placeHold(
    context,
    commandOf(ruth, { lot, site: 'EWR', location, rule: 'damage', reason: 'Three tubs dropped, lids open' }),
  );

test('moving held stock takes the right and a reason; the stock keeps its condition and stays held', async () => {
  const lot = await givenLot(context, ids, { code: 'HM-1', stock: [{ at: 'EWR/C-01', quantity: '10' }] });
  const placed = await hold(lot.code);
  const number = placed.ok ? placed.value.holdNumber : '';
  const lines = [{ ...line, lot: lot.code, from: 'C-01', to: 'QC', condition: 'approved' as const }];

  expect(
    await move({ lines, reason: 'store while held' }, personWith('pack_room', 'a.ross', ids.site('EWR'))),
  ).toMatchObject(refusedWith('access.right-missing'));
  expect(await move({ lines })).toMatchObject(refusedWith('reason.missing'));
  expect(await move({ lines, reason: 'so' })).toMatchObject(refusedWith('reason.too-short'));
  const answer = await move({ lines, reason: 'store while held' });
  expect(answer).toMatchObject({
    ok: true,
    value: { lines: [{ conditionAfter: 'approved', heldBy: [number] }], extendedHolds: [] },
  });
  expect(await stockOf(context, lot.id)).toEqual(['EWR/QC MFF approved 10']);
});

test('leaving the reach of a hold extends the hold first, and that is on record', async () => {
  const lot = await givenLot(context, ids, {
    code: 'HM-2',
    stock: [
      { at: 'EWR/QC', quantity: '10' },
      { at: 'EWR/C-02', quantity: '5' },
    ],
  });
  const placed = await hold(lot.code, 'QC');
  const holdId = placed.ok ? placed.value.holdId : '';
  const answer = await move({
    reason: 'The cage is being cleaned',
    lines: [{ ...line, lot: lot.code, from: 'QC', to: 'C-01', condition: 'approved' }],
  });

  expect(answer).toMatchObject({ ok: true, value: { extendedHolds: [{ holdId, reach: 'site' }] } });
  expect(await database.sql`select site_id, location_id from holds where id = ${holdId}`).toMatchObject([
    { site_id: ids.site('EWR'), location_id: null },
  ]);
  expect(
    await database.sql`select from_location_id, to_location_id, reason from hold_extensions where hold_id = ${holdId}`,
  ).toMatchObject([
    { from_location_id: ids.location('EWR/QC'), to_location_id: null, reason: 'The cage is being cleaned' },
  ]);
  expect(
    await database.sql`select action from audit_entries where subject_id = ${holdId} order by position`,
  ).toMatchObject([{ action: 'hold.placed' }, { action: 'hold.extended' }]);
});

test('stock that comes into the reach of a hold is held', async () => {
  const lot = await givenLot(context, ids, {
    code: 'HM-3',
    stock: [
      { at: 'EWR/QC', quantity: '1' },
      { at: 'EWR/C-02', quantity: '5' },
    ],
  });
  const placed = await hold(lot.code, 'QC');
  const lines = [{ ...line, lot: lot.code, from: 'C-02', to: 'QC', condition: 'approved' as const, quantity: '2' }];
  expect(await move({ lines })).toMatchObject({
    ok: true,
    value: { lines: [{ heldBy: [placed.ok && placed.value.holdNumber] }], extendedHolds: [] },
  });
});

test('what left before the hold is booked when it is reported, marked, and held where it is now', async () => {
  const lot = await givenLot(context, ids, { code: 'HM-4', stock: [{ at: 'EWR/QC', quantity: '10' }] });
  await hold(lot.code, 'QC');
  const happenedAt = new Date(Date.now() - 600_000).toISOString();
  const answer = await move(
    {
      happenedAt,
      lines: [{ ...line, lot: lot.code, from: 'QC', to: 'C-01', condition: 'approved' }],
    },
    personWith('pack_room', 'a.ross', ids.site('EWR')),
  );

  expect(answer).toMatchObject({
    ok: true,
    value: {
      happenedAt,
      lines: [{ movedBeforeHold: true, conditionAfter: 'approved' }],
      extendedHolds: [{ reach: 'site' }],
    },
  });
  expect(
    await database.sql`select 1 from audit_entries where lot_id = ${lot.id} and action = 'stock.moved_before_hold'`,
  ).toHaveLength(1);
});
