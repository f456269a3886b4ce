import { afterAll, beforeAll, describe, expect, test } from 'vitest';
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

describe('putting away', () => {
  test('received stock becomes pending inspection, in base units, whatever unit was said', async () => {
    const lot = await givenLot(context, ids, {
      code: 'PA-1',
      stock: [{ at: 'EWR/DOCK-IN', condition: 'received', quantity: '25' }],
    });
    const answer = await move({ kind: 'put_away', lines: [{ ...line, lot: lot.code }] });

    expect(answer).toMatchObject({
      ok: true,
      value: {
        lines: [{ lotId: lot.id, quantity: '10', unit: 'kg', conditionAfter: 'pending_inspection', heldBy: [] }],
      },
    });
    expect(await stockOf(context, lot.id)).toEqual([
      'EWR/C-01 MFF pending_inspection 10',
      'EWR/DOCK-IN MFF received 15',
    ]);
  });

  test('an item that asks for no inspection is approved', async () => {
    const lot = await givenLot(context, ids, {
      code: 'PA-2',
      item: 'CRISP',
      stock: [{ at: 'EWR/DOCK-IN', condition: 'received', quantity: '40' }],
    });
    await move({ kind: 'put_away', lines: [{ ...line, lot: lot.id, to: 'D-01', quantity: '40', unit: 'each' }] });

    expect(await stockOf(context, lot.id)).toEqual(['EWR/D-01 MFF approved 40']);
  });

  test('with an incomplete record the goods move and stay received, until a put-away in place completes it', async () => {
    const lot = await givenLot(context, ids, {
      code: 'PA-3',
      stock: [{ at: 'EWR/DOCK-IN', condition: 'received', quantity: '10' }],
    });
    const [task] = await database.sql`
      insert into tasks (id, kind, state, team, title, subject_kind, subject_id, lot_id, site_id, due_at, created_at)
      values (gen_random_uuid(), 'attach_announced_certificate', 'open', 'quality', 'Attach it', 'receipt', gen_random_uuid(),
              ${lot.id}, ${ids.site('EWR')}, now(), now()) returning id`;
    const first = await move({ kind: 'put_away', lines: [{ ...line, lot: lot.code }] });
    expect(first).toMatchObject({ ok: true, value: { lines: [{ conditionAfter: 'received' }] } });
    const inPlace = [{ ...line, lot: lot.code, from: 'C-01' }];
    expect(await move({ kind: 'put_away', lines: inPlace })).toMatchObject(refusedWith('lot.transition-not-allowed'));

    await database.sql`update tasks set state = 'settled' where id = ${task?.id}`;
    await move({ kind: 'put_away', lines: inPlace });
    expect(await stockOf(context, lot.id)).toEqual(['EWR/C-01 MFF pending_inspection 10']);
  });

  test('held stock is not put away', async () => {
    const lot = await givenLot(context, ids, {
      code: 'PA-4',
      stock: [{ at: 'EWR/DOCK-IN', condition: 'received', quantity: '10' }],
    });
    await placeHold(
      context,
      commandOf(ruth, { lot: lot.code, site: 'EWR', rule: 'damage', reason: 'Three tubs dropped, lids open' }),
    );
    const answer = await move({ kind: 'put_away', reason: 'store while held', lines: [{ ...line, lot: lot.code }] });

    expect(answer).toMatchObject(refusedWith('stock.held'));
    expect(await stockOf(context, lot.id)).toEqual(['EWR/DOCK-IN MFF received 10']);
  });
});

describe('moving', () => {
  test('more than is there is refused with the numbers, over all lines together', async () => {
    const lot = await givenLot(context, ids, { code: 'MV-1', stock: [{ at: 'EWR/C-01', quantity: '10' }] });
    const approved = { ...line, lot: lot.code, from: 'C-01', condition: 'approved', unit: 'kg' } as const;
    const answer = await move({
      lines: [
        { ...approved, to: 'C-02', quantity: '6' },
        { ...approved, to: 'C-03', quantity: '4.5' },
      ],
    });

    expect(answer).toMatchObject(refusedWith('stock.insufficient'));
    expect(!answer.ok && answer.violation.message).toBe('10.5 kg of MV-1 asked, 10 approved there: C-01, MFF');
    expect(await stockOf(context, lot.id)).toEqual(['EWR/C-01 MFF approved 10']);
  });

  test('every problem of every line is told at once', async () => {
    const lot = await givenLot(context, ids, { code: 'MV-2', stock: [{ at: 'EWR/C-01', quantity: '10' }] });
    const answer = await move({
      lines: [
        { ...line, lot: 'NOPE', owner: 'XXX', from: 'A', to: 'B' },
        { ...line, lot: lot.code, from: 'C-01', to: 'C-02', unit: 'pallet' },
        { ...line, lot: lot.code, from: 'C-01', to: 'C-02', quantity: '1.23456' },
      ],
    });

    expect(answer).toMatchObject(refusedWith('move.refused'));
    expect(!answer.ok && answer.violation.problems?.map(({ code, pointer }) => `${pointer} ${code}`)).toEqual([
      '/lines/0/lot lot.unknown',
      '/lines/0/owner entity.unknown',
      '/lines/0/from location.unknown',
      '/lines/0/to location.unknown',
      '/lines/1/unit quantity.unit-unknown',
      '/lines/2/quantity quantity.too-precise',
    ]);
  });

  test('a place that cannot keep the item is refused, with both ranges', async () => {
    const lot = await givenLot(context, ids, {
      code: 'MV-3',
      item: 'CRISP',
      stock: [{ at: 'EWR/D-01', quantity: '10' }],
    });
    const answer = await move({
      lines: [{ ...line, lot: lot.code, from: 'D-01', condition: 'approved', unit: 'each' }],
    });

    expect(answer).toMatchObject(refusedWith('location.not-for-stock'));
    expect(!answer.ok && answer.violation.message).toBe('C-01 keeps 0 to 4 °C, CRISP needs 5 to 30 °C');
  });

  test('without the right at that site nothing moves', async () => {
    const lot = await givenLot(context, ids, { code: 'MV-4', stock: [{ at: 'EWR/C-01', quantity: '10' }] });
    const lines = [{ ...line, lot: lot.code, from: 'C-01', to: 'C-02', condition: 'approved' as const }];

    expect(await move({ lines }, personWith('warehouse_lead', 'h.sokol', ids.site('CHI')))).toMatchObject(
      refusedWith('access.right-missing'),
    );
    expect(await move({ lines }, personWith('auditor', 'a.uditor'))).toMatchObject(refusedWith('access.right-missing'));
  });
});

test('what is said to happen tomorrow, or happened too long ago, is refused', async () => {
  const lot = await givenLot(context, ids, { code: 'HA-1', stock: [{ at: 'EWR/C-01', quantity: '10' }] });
  const lines = [{ ...line, lot: lot.code, from: 'C-01', to: 'C-02', condition: 'approved' as const }];
  const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString();

  expect(await move({ lines, happenedAt: inDays(1) })).toMatchObject(refusedWith('request.happened-in-future'));
  expect(await move({ lines, happenedAt: inDays(-8) })).toMatchObject(refusedWith('request.happened-too-long-ago'));
});

test('the same command again moves nothing twice', async () => {
  const lot = await givenLot(context, ids, { code: 'ID-1', stock: [{ at: 'EWR/C-01', quantity: '10' }] });
  const lines = [{ ...line, lot: lot.code, from: 'C-01', to: 'C-02', condition: 'approved' as const, quantity: '1' }];
  const command = commandOf(ruth, { site: 'EWR', kind: 'move' as const, lines }, 'once');

  expect(await moveStock(context, command)).toMatchObject({ ok: true, repeated: false });
  expect(await moveStock(context, command)).toMatchObject({ ok: true, repeated: true });
  expect(await stockOf(context, lot.id)).toEqual(['EWR/C-01 MFF approved 7.5', 'EWR/C-02 MFF approved 2.5']);
});
