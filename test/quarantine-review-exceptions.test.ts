import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Caller } from '#domain/caller.ts';
import { type GivenReviews, givenReviews } from '#test/given/engine.ts';
import { stockOf } from '#test/given/lots.ts';
import { ask, givenHold, historyOf, tasksOf, until } from '#test/given/workflow.ts';

let given: GivenReviews;
let dana: Caller;
let ines: Caller;
let ruth: Caller;

beforeAll(async () => {
  given = await givenReviews();
  dana = given.person('d.whitlock');
  ines = given.person('i.carvalho');
  ruth = given.person('r.okafor');
  await given.workers();
});
afterAll(() => given.stop());

const reason = 'Listeria found in two of five units';
const code = (outcome: Awaited<ReturnType<typeof ask>>) => (outcome.ok ? 'allowed' : outcome.violation.code);
const openExceptions = async (reviewId: string) =>
  (await tasksOf(given.context, reviewId)).filter((task) => task === 'settle_exception open').length;

describe.concurrent('what goes wrong in a quarantine review', () => {
  test('a final step that another hold forbids raises an exception, and is tried again once that hold is lifted', async () => {
    const one = await givenHold(given);
    const two = await givenHold(given, { lot: one.lotId, rule: 'pest' });
    await ask(given, 'decide', ines, one, { outcome: 'return_to_supplier', reason });
    const confirmed = await ask(given, 'confirmOutcome', ruth, one, {});
    expect(confirmed).toMatchObject({
      ok: true,
      value: {
        state: 'decided',
        hold: { active: true },
        obstacle: { code: 'stock.held-by-other' },
        confirmations: { given: [{ byName: 'Ruth Okafor' }] },
      },
    });
    expect(await openExceptions(one.reviewId)).toBe(1);
    expect(code(await ask(given, 'settleException', ines, one, { settlement: 'retry', reason }))).toBe(
      'stock.held-by-other',
    );
    expect(await openExceptions(one.reviewId)).toBe(1);

    await ask(given, 'decide', ines, two, { outcome: 'lift', reason });
    expect(await ask(given, 'settleException', ines, one, { settlement: 'retry', reason })).toMatchObject({
      ok: true,
      value: { state: 'closed' },
    });
    expect(await stockOf(given.context, one.lotId)).toEqual([]);
    expect(await openExceptions(one.reviewId)).toBe(0);
  });

  test('when no stock is left the review is settled by hand, with a reason and not by the decider', async () => {
    const hold = await givenHold(given, { stock: [] });
    await ask(given, 'decide', ines, hold, { outcome: 'return_to_supplier', reason });
    expect(await ask(given, 'confirmOutcome', ruth, hold, {})).toMatchObject({
      value: { state: 'decided', obstacle: { code: 'stock.none-in-reach' } },
    });
    const settle = (by: Caller, why: string) =>
      ask(given, 'settleException', by, hold, { settlement: 'settle_by_hand', reason: why });
    expect(code(await settle(ines, 'The driver took it without papers'))).toBe('review.second-person-required');
    expect(code(await settle(dana, 'gone'))).toBe('reason.too-short');
    expect(await settle(dana, 'The driver took it without papers')).toMatchObject({
      value: { state: 'closed', hold: { active: false } },
    });
  });

  test('settling by hand is refused while the hold reaches stock', async () => {
    const one = await givenHold(given);
    await givenHold(given, { lot: one.lotId, rule: 'pest' });
    await ask(given, 'decide', ines, one, { outcome: 'return_to_supplier', reason });
    await ask(given, 'confirmOutcome', ruth, one, {});
    expect(code(await ask(given, 'settleException', dana, one, { settlement: 'settle_by_hand', reason }))).toBe(
      'stock.left-in-reach',
    );
  });

  test('a decision that cannot be carried out is taken back, and the next one needs confirmations of its own', async () => {
    const hold = await givenHold(given);
    const other = await givenHold(given, { lot: hold.lotId, rule: 'pest' });
    await ask(given, 'decide', ines, hold, { outcome: 'return_to_supplier', reason });
    await ask(given, 'confirmOutcome', ruth, hold, {});
    expect(code(await ask(given, 'settleException', ines, hold, { settlement: 'reopen', reason }))).toBe(
      'access.right-missing',
    );
    expect(
      await ask(given, 'settleException', dana, hold, { settlement: 'reopen', reason: 'No truck until next month' }),
    ).toMatchObject({
      value: { state: 'open', decision: null },
    });
    expect(await tasksOf(given.context, hold.reviewId)).toEqual([
      'decide_quarantine_review settled',
      'confirm_return_to_supplier settled',
      'settle_exception cancelled',
      'decide_quarantine_review open',
    ]);
    await ask(given, 'decide', ines, other, { outcome: 'lift', reason });
    expect(await ask(given, 'decide', ines, hold, { outcome: 'return_to_supplier', reason })).toMatchObject({
      value: { state: 'decided', confirmations: { needed: 1, given: [] } },
    });
    expect(await ask(given, 'confirmOutcome', ruth, hold, {})).toMatchObject({ value: { state: 'closed' } });
  });

  test('where nothing is in the way there is nothing to settle', async () => {
    const hold = await givenHold(given);
    expect(code(await ask(given, 'settleException', ines, hold, { settlement: 'retry', reason }))).toBe(
      'review.nothing-to-settle',
    );
    await ask(given, 'decide', ines, hold, { outcome: 'return_to_supplier', reason });
    expect(code(await ask(given, 'settleException', dana, hold, { settlement: 'settle_by_hand', reason }))).toBe(
      'review.nothing-to-settle',
    );
  });

  test('a request to cancel in the engine leaves hold and review, says so in a task, and the review goes on', async () => {
    const hold = await givenHold(given);
    await ask(given, 'extend', ines, hold, { until: new Date(Date.now() + 5 * 86_400_000).toISOString(), reason });
    const handle = given.client.workflow.getHandle(hold.workflowId);
    await handle.cancel();
    await until(async () => (await openExceptions(hold.reviewId)) === 1);

    expect((await handle.describe()).status.name).toBe('RUNNING');
    expect(await ask(given, 'decide', ines, hold, { outcome: 'lift', reason })).toMatchObject({
      value: { state: 'closed' },
    });
    await expect(handle.result()).resolves.toMatchObject({ state: 'closed' });
  });

  test('a step that keeps failing gives up with an exception and a clear answer, and can be asked for again', async () => {
    const hold = await givenHold(given);
    // A fault of the database that only this hold meets.
    await given.database.sql.unsafe(`
      create function break_${hold.holdNumber.replace('-', '_')}() returns trigger language plpgsql as $$
      begin raise exception 'broken on purpose'; end $$;
      create trigger broken before update on holds for each row when (old.id = '${hold.holdId}')
        execute function break_${hold.holdNumber.replace('-', '_')}()`);
    expect(code(await ask(given, 'decide', ines, hold, { outcome: 'lift', reason }))).toBe('engine.unavailable');
    expect(await openExceptions(hold.reviewId)).toBe(1);
    expect(await historyOf(given.context, hold.reviewId)).toEqual(['opened', 'exception_raised']);

    await given.database.sql`drop trigger broken on holds`;
    expect(await ask(given, 'decide', ines, hold, { outcome: 'lift', reason })).toMatchObject({
      value: { state: 'closed' },
    });
    expect(await openExceptions(hold.reviewId)).toBe(0);
  });

  test('a malformed request is refused before it is durable', async () => {
    const hold = await givenHold(given);
    const historyLength = async () => (await given.client.workflow.getHandle(hold.workflowId).describe()).historyLength;
    // @ts-expect-error: what the compiler would refuse, a caller past it may send
    expect(code(await ask(given, 'decide', ines, hold, { outcome: 'release', reason }))).toBe('request.malformed');
    const length = await historyLength();
    const other = { ...hold, reviewId: given.context.newId() };
    expect(code(await ask(given, 'decide', ines, other, { outcome: 'lift', reason }))).toBe('request.malformed');
    expect(await historyLength()).toBe(length);
  });
});
