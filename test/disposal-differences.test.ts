import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Caller } from '#domain/caller.ts';
import { moveStock } from '#operations/move-stock.ts';
import { code, type DisposalPlay, givenDisposals, reason, run } from '#test/given/disposal-play.ts';
import { askDisposal, signedDisposal } from '#test/given/disposals.ts';
import { commandOf, stockOf } from '#test/given/lots.ts';
import { importer } from '#test/given/master-data.ts';
import { ask, givenHold, tasksOf } from '#test/given/workflow.ts';

let play: DisposalPlay;
beforeAll(async () => {
  play = await givenDisposals();
});
afterAll(() => play.given.stop());

describe.concurrent('what was destroyed and what was booked', () => {
  test('each owner writes off what was theirs, at their cost, and a missing cost is asked of finance', async () => {
    const { ruth, decided, approve, witness, given } = play;
    const stock = [
      { at: 'EWR/DOCK-IN', quantity: '10' },
      { at: 'EWR/C-01', owner: 'FTB', condition: 'received' as const, quantity: '2.5' },
    ];
    const { disposalId, lotId } = await decided({ stock });
    await given.database.sql`
      delete from item_costs where entity_id = ${given.ids.entity('FTB')} and item_id = ${given.ids.item('GC-BULK')}`;
    await approve(disposalId);
    const lines = [...run('10').lines, ...run('2.5', 'C-01', 'FTB', 'received').lines];
    await askDisposal(given, 'destroyGoods', ruth, disposalId, { ...run('1'), lines });
    await witness(disposalId);
    expect(await stockOf(given.context, lotId)).toEqual([]);
    const off = await given.database.sql`
      select code, trim_scale(quantity)::text as quantity, amount::text from write_offs
        join legal_entities on legal_entities.id = entity_id where disposal_id = ${disposalId} order by code`;
    expect(off).toEqual([
      { code: 'FTB', quantity: '2.5', amount: null },
      { code: 'MFF', quantity: '10', amount: '112.00' },
    ]);
    expect(await tasksOf(given.context, disposalId)).toContain('value_write_off open');
  });

  test('what was not there is settled by somebody apart under a reason, booked as a variance and written off', async () => {
    const { dana, ruth, decided, approve, destroy, witness, gone, given } = play;
    const { disposalId, lotId } = await decided();
    await approve(disposalId);
    await destroy(disposalId, '38');
    await witness(disposalId);
    const missing = async (by: Caller, why: string) =>
      await askDisposal(given, 'settleDifference', by, disposalId, {
        ...{ site: 'EWR', location: 'DOCK-IN', owner: 'MFF', condition: 'approved', quantity: '2', unit: 'kg' },
        ...{ found: 'missing' as const, reason: why },
        signingId: await signedDisposal(given.context, by, disposalId),
      });
    expect(code(await missing(ruth, 'Counted twice, two are not there'))).toBe('access.right-missing');
    expect(code(await missing(dana, 'gone'))).toBe('reason.too-short');
    expect(await missing(dana, 'Counted twice, two were never in the cage')).toMatchObject({
      value: { state: 'destroyed', quantity: { destroyed: '38', missing: '2', left: '0' } },
    });
    expect(await stockOf(given.context, lotId)).toEqual([]);
    expect([await gone(lotId, 'disposed'), await gone(lotId, 'count_variance')]).toEqual(['38', '2']);
  });

  test('what was there beside the books is booked in first, and destroyed with the rest', async () => {
    const { dana, decided, approve, destroy, witness, gone, given } = play;
    const { disposalId, lotId } = await decided();
    await approve(disposalId);
    const surplus = await askDisposal(given, 'settleDifference', dana, disposalId, {
      ...{ site: 'EWR', location: 'DOCK-IN', owner: 'MFF', condition: 'approved', quantity: '1', unit: 'kg' },
      ...{ found: 'surplus', reason: 'One more lay behind the pallet' },
      signingId: await signedDisposal(given.context, dana, disposalId),
    });
    expect(surplus).toMatchObject({ value: { quantity: { surplus: '1', left: '41' } } });
    await destroy(disposalId, '41');
    expect(await witness(disposalId)).toMatchObject({ value: { state: 'destroyed' } });
    expect(await gone(lotId, 'disposed')).toBe('41');
  });

  test('what its witness does not confirm is not booked, and is recorded anew', async () => {
    const { omar, decided, approve, destroy, witness, given } = play;
    const { disposalId, lotId } = await decided();
    await approve(disposalId);
    await destroy(disposalId, '40');
    expect(await witness(disposalId, omar, false)).toMatchObject({
      value: { state: 'approved', destructions: [{ state: 'refused' }], quantity: { left: '40' } },
    });
    expect(await stockOf(given.context, lotId)).toHaveLength(1);
    expect(await tasksOf(given.context, disposalId)).toContain('settle_exception open');
    await destroy(disposalId, '40');
    expect(code(await witness(disposalId))).toBe('allowed');
  });

  test('another hold stops an approval; goods destroyed before it was placed are recorded, and booked when it is lifted', async () => {
    const { dana, ines, decided, approve, destroy, witness, given } = play;
    const { disposalId, lotId } = await decided();
    const early = await givenHold(given, { lot: lotId, rule: 'pest' });
    expect(code(await approve(disposalId))).toBe('stock.held-by-other');
    await ask(given, 'decide', ines, early, { outcome: 'lift', reason });
    await approve(disposalId);
    await destroy(disposalId, '40');
    const late = await givenHold(given, { lot: lotId, rule: 'pest' });
    expect(await witness(disposalId)).toMatchObject({
      value: { state: 'approved', obstacle: { code: 'stock.held-by-other' }, destructions: [{ state: 'blocked' }] },
    });
    const retry = () => askDisposal(given, 'settleException', dana, disposalId, { settlement: 'retry', reason });
    expect(code(await retry())).toBe('stock.held-by-other');
    await ask(given, 'decide', ines, late, { outcome: 'lift', reason });
    expect(await retry()).toMatchObject({ value: { state: 'destroyed', destructions: [{ state: 'booked' }] } });
  });

  test('a run whose stock was moved away is struck, and recorded where the goods stood', async () => {
    const { dana, ines, ruth, decided, approve, destroy, witness, given } = play;
    const { disposalId, lotId } = await decided();
    await approve(disposalId);
    await destroy(disposalId, '40');
    const line = { lot: lotId, owner: 'MFF', from: 'DOCK-IN', to: 'C-01', condition: 'approved' as const };
    const moved = await moveStock(
      given.context,
      commandOf(importer, {
        ...{ site: 'EWR', kind: 'move' as const, reason },
        lines: [{ ...line, quantity: '40', unit: 'kg' }],
      }),
    );
    expect(moved.ok).toBe(true);
    expect(await witness(disposalId)).toMatchObject({ value: { obstacle: { code: 'stock.insufficient' } } });
    const strike = { settlement: 'strike' as const, reason: 'The goods had been moved to C-01 before' };
    expect(code(await askDisposal(given, 'settleException', ines, disposalId, strike))).toBe('access.right-missing');
    expect(code(await askDisposal(given, 'settleException', dana, disposalId, strike))).toBe('allowed');
    expect(code(await askDisposal(given, 'destroyGoods', ruth, disposalId, run('40', 'C-01')))).toBe('allowed');
    expect(await witness(disposalId)).toMatchObject({ value: { state: 'destroyed' } });
  });
});
