import { setImmediate } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Caller } from '#domain/caller.ts';
import type { OperationContext } from '#operations/context.ts';
import { lockLots } from '#operations/lock-lots.ts';
import { moveStock } from '#operations/move-stock.ts';
import { placeHold } from '#operations/place-hold.ts';
import { givenContext } from '#test/given/context.ts';
import { commandOf, givenLot, stockOf } from '#test/given/lots.ts';
import { givenStory, personWith, type StoryIds } from '#test/given/master-data.ts';
import { type GivenDatabase, givenDatabase } from '#test/setup/database.ts';

let database: GivenDatabase;
let context: OperationContext;
let ids: StoryIds;
let packer: Caller;
let manager: Caller;

beforeAll(async () => {
  database = await givenDatabase();
  context = givenContext(database.db);
  ids = await givenStory(context);
  packer = personWith('pack_room', 'a.ross', ids.site('CHI'));
  manager = personWith('quality_manager', 'd.whitlock');
});
afterAll(() => database.drop());

type Line = { lot: string; from: string; to: string; quantity: string };
const move = (caller: Caller, lines: readonly Line[], reason?: string) =>
  moveStock(
    context,
    commandOf(caller, {
      site: 'CHI',
      kind: 'move' as const,
      reason,
      lines: lines.map((line) => ({ ...line, owner: 'MFF', condition: 'approved' as const, unit: 'kg' })),
    }),
  );
const hold = (lot: string, location: string) =>
  placeHold(
    context,
    commandOf(manager, { lot, site: 'CHI', location, rule: 'damage' as const, reason: 'Found with an open lid' }),
  );

const bothAtOnce = <A, B>(first: () => Promise<A>, second: () => Promise<B>): Promise<[A, B]> =>
  Promise.all([first(), second()]);
const reversed = async <A, B>(first: () => Promise<A>, second: () => Promise<B>): Promise<[B, A]> => {
  const [one, other] = await bothAtOnce(first, second);
  return [other, one];
};

/** Stock of a lot that stands outside every hold which once reached it. */
const outsideItsHold = (lotId: string) => database.sql`
  select 1 from stock join locations place on place.id = location_id
   where lot_id = ${lotId} and exists (select from holds where holds.lot_id = stock.lot_id)
     and not exists (select from holds where holds.lot_id = stock.lot_id and (holds.site_id is null or holds.site_id = place.site_id)
                                         and (holds.location_id is null or holds.location_id = place.id))`;

/** Both orders of starting, many times: which commits first is chance, and either is right. */
const rounds = 40;

test('a hold and a move without the right to move held stock: one of them comes first, and nothing leaves the hold', async () => {
  const seen = { heldThenRefused: 0, movedThenNone: 0 };
  for (let round = 0; round < rounds; round++) {
    const lot = await givenLot(context, ids, { code: `HM-${round}`, stock: [{ at: 'CHI/C-01', quantity: '10' }] });
    const placing = () => hold(lot.code, 'C-01');
    const moving = () => move(packer, [{ lot: lot.code, from: 'C-01', to: 'C-02', quantity: '10' }]);
    const [held, moved] = await (round % 2 === 0 ? bothAtOnce(placing, moving) : reversed(moving, placing));

    if (held.ok) {
      seen.heldThenRefused++;
      expect(moved).toMatchObject({ ok: false, violation: { code: 'access.right-missing' } });
      expect(await stockOf(context, lot.id)).toEqual(['CHI/C-01 MFF approved 10']);
    } else {
      seen.movedThenNone++;
      expect(held.violation.code).toBe('stock.none-in-reach');
      expect(moved).toMatchObject({ ok: true, value: { lines: [{ heldBy: [], movedBeforeHold: false }] } });
    }
  }
  expect(seen.heldThenRefused + seen.movedThenNone).toBe(rounds);
  expect(seen.heldThenRefused).toBeGreaterThan(0);
});

test('a hold and a move with the right: whichever is second, the stock is never outside the hold that reached it', async () => {
  for (let round = 0; round < rounds; round++) {
    const lot = await givenLot(context, ids, {
      code: `HR-${round}`,
      stock: [
        { at: 'CHI/C-01', quantity: '10' },
        { at: 'CHI/QC', quantity: '1' },
      ],
    });
    const moving = move(manager, [{ lot: lot.code, from: 'C-01', to: 'C-02', quantity: '10' }], 'store while held');
    const [held, moved] = await Promise.all([hold(lot.code, 'C-01'), moving]);

    expect(moved.ok).toBe(true);
    if (held.ok) expect(moved).toMatchObject({ value: { extendedHolds: [{ number: held.value.holdNumber }] } });
    const outside = await outsideItsHold(lot.id);
    expect(held.ok ? outside : []).toHaveLength(0);
  }
});

test('of two moves of the last quantity one wins, and concurrent moves conserve what there is', async () => {
  const lot = await givenLot(context, ids, { code: 'LAST', stock: [{ at: 'CHI/C-01', quantity: '10' }] });
  const places = ['C-02', 'RPK', 'SHIP', 'QC'];
  const answers = await Promise.all(
    Array.from({ length: 32 }, (_, index) =>
      move(packer, [{ lot: lot.code, from: 'C-01', to: places[index % 4] ?? 'QC', quantity: '3' }]),
    ),
  );

  expect(answers.filter((answer) => answer.ok)).toHaveLength(3);
  for (const answer of answers) if (!answer.ok) expect(answer.violation.code).toBe('stock.insufficient');
  const [total] =
    await database.sql`select trim_scale(sum(quantity))::text as total from stock where lot_id = ${lot.id}`;
  expect(total).toEqual({ total: '10' });
  expect(await database.sql`select * from ledger_disagreements`).toHaveLength(0);
});

test('moves of the same lots named in opposite orders wait for each other and never in a ring', async () => {
  const one = await givenLot(context, ids, { code: 'RING-1', stock: [{ at: 'CHI/C-01', quantity: '100' }] });
  const other = await givenLot(context, ids, { code: 'RING-2', stock: [{ at: 'CHI/C-01', quantity: '100' }] });
  const line = { from: 'C-01', to: 'C-02', quantity: '1' };
  const answers = await Promise.all(
    Array.from({ length: 40 }, (_, index) => {
      const lots = index % 2 === 0 ? [one, other] : [other, one];
      return move(
        packer,
        lots.map((lot) => ({ ...line, lot: lot.code })),
      );
    }),
  );

  expect(answers.every((answer) => answer.ok)).toBe(true);
  expect(await stockOf(context, other.id)).toEqual(['CHI/C-01 MFF approved 60', 'CHI/C-02 MFF approved 40']);
});

test('a lot is locked before its stock is read: a move waits for whoever has it and then sees what they did', async () => {
  const lot = await givenLot(context, ids, { code: 'WAIT', stock: [{ at: 'CHI/C-01', quantity: '10' }] });
  let finished = false;
  const { promise: released, resolve: release } = Promise.withResolvers<void>();
  const holder = context.db.transaction(async (tx) => {
    await lockLots(tx, [lot.id]);
    await released;
  });
  const moving = move(packer, [{ lot: lot.code, from: 'C-01', to: 'C-02', quantity: '10' }]).then((answer) => {
    finished = true;
    return answer;
  });
  while (!finished && !(await somebodyWaits())) await setImmediate();
  const early = finished;
  release();
  await holder;
  expect(early).toBe(false);
  expect(await moving).toMatchObject({ ok: true });
});

async function somebodyWaits(): Promise<boolean> {
  const waiting = await database.sql`
    select 1 from pg_locks where locktype = 'advisory' and not granted
       and database = (select oid from pg_database where datname = current_database())`;
  return waiting.length > 0;
}

test('a program that freezes between two statements keeps its locks for half a minute and no longer', async () => {
  expect(await database.db.$client`show idle_in_transaction_session_timeout`).toEqual([
    { idle_in_transaction_session_timeout: '30s' },
  ]);
});
