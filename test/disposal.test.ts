import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { code, type DisposalPlay, givenDisposals, reason, run } from '#test/given/disposal-play.ts';
import { askDisposal, disposalHistory, disposalOf, signedDisposal } from '#test/given/disposals.ts';
import { stockOf } from '#test/given/lots.ts';
import { ask, historyOf, tasksOf, until } from '#test/given/workflow.ts';

let play: DisposalPlay;
beforeAll(async () => {
  play = await givenDisposals();
});
afterAll(() => play.given.stop());

const statusOf = async (workflowId: string) =>
  (await play.given.client.workflow.getHandle(workflowId).describe()).status.name;

describe.concurrent('a disposal', () => {
  test('is approved, destroyed, witnessed and proved by different people, and then hold and review end with it', async () => {
    const { decided, approve, destroy, witness, paper, gone, given } = play;
    const { disposalId, lotId, reviewId, workflowId } = await decided();
    expect(await tasksOf(given.context, disposalId)).toEqual(['approve_disposal open']);
    expect(code(await destroy(disposalId, '40'))).toBe('disposal.not-approved');
    expect(await approve(disposalId)).toMatchObject({ ok: true, value: { state: 'approved' } });
    expect(await destroy(disposalId, '40')).toMatchObject({
      ok: true,
      value: { state: 'approved', quantity: { pending: '40', left: '0' } },
    });
    expect(await stockOf(given.context, lotId)).toEqual(['EWR/DOCK-IN MFF approved 40']);
    expect(await witness(disposalId)).toMatchObject({ ok: true, value: { state: 'destroyed' } });
    expect(await stockOf(given.context, lotId)).toEqual([]);
    expect(await paper(disposalId)).toMatchObject({
      ok: true,
      value: { state: 'closed', certificateNumber: expect.stringMatching(/^CD-/), papersMissing: [] },
    });
    expect(await gone(lotId, 'disposed')).toBe('40');
    expect(await disposalHistory(given.context, disposalId)).toEqual([
      'opened',
      'signature.given',
      'approved',
      'goods_destroyed',
      'witnessed',
      'booked',
      'destroyed',
      'paper_added',
      'closed',
    ]);
    expect(await historyOf(given.context, reviewId)).toEqual(['opened', 'decided', 'closed']);
    await until(async () => (await statusOf(workflowId)) === 'COMPLETED');
    const [off] = await given.database.sql`
      select quantity::text, unit_cost::text as cost, amount::text, currency from write_offs where disposal_id = ${disposalId}`;
    expect(off).toEqual({ quantity: '40.0000', cost: '11.200000', amount: '448.00', currency: 'USD' });
    expect(await given.database.sql`select * from ledger_disagreements`).toEqual([]);
  });

  test('is nothing that one person does: who decided neither approves nor destroys nor witnesses, and who destroyed is no witness', async () => {
    const { dana, ines, ruth, decided, approve, destroy, witness } = play;
    const { disposalId } = await decided();
    expect(code(await approve(disposalId, ines))).toBe('access.duties-conflict');
    await approve(disposalId);
    for (const by of [ines, dana]) expect(code(await destroy(disposalId, '40', by))).toBe('access.duties-conflict');
    await destroy(disposalId, '40');
    for (const by of [ines, dana, ruth]) expect(code(await witness(disposalId, by))).toBe('access.duties-conflict');
    expect(code(await witness(disposalId))).toBe('allowed');
  });

  test('of two approvals at once one lets the work begin, and the other learns that it was done', async () => {
    const { dana, decided, given } = play;
    const { disposalId } = await decided();
    const signings = await Promise.all([1, 2].map(() => signedDisposal(given.context, dana, disposalId)));
    const answers = await Promise.all(
      signings.map((signingId) => askDisposal(given, 'approve', dana, disposalId, { signingId })),
    );
    expect(answers.map(code).sort()).toEqual(['allowed', 'disposal.already-approved']);
  });

  test('goods go in several runs, and no run takes more than stands there or than was approved', async () => {
    const { decided, approve, destroy, witness, given } = play;
    const { disposalId, lotId } = await decided();
    await approve(disposalId);
    expect(code(await destroy(disposalId, '41'))).toBe('disposal.more-than-approved');
    await destroy(disposalId, '25');
    expect(code(await destroy(disposalId, '16'))).toBe('disposal.more-than-approved');
    await witness(disposalId);
    expect(await stockOf(given.context, lotId)).toEqual(['EWR/DOCK-IN MFF approved 15']);
    await destroy(disposalId, '15');
    expect(await witness(disposalId)).toMatchObject({ value: { state: 'destroyed', quantity: { destroyed: '40' } } });
  });

  test('two who record the last of it at once do not both', async () => {
    const { decided, approve, destroy } = play;
    const { disposalId } = await decided();
    await approve(disposalId);
    const answers = await Promise.all([destroy(disposalId, '40'), destroy(disposalId, '40')]);
    expect(answers.map(code).sort()).toEqual(['allowed', 'disposal.more-than-approved']);
  });

  test('is withdrawn while nothing was destroyed, its review is open again, and the next decision opens another', async () => {
    const { dana, ines, decided, approve, destroy, given } = play;
    const one = await decided();
    await approve(one.disposalId);
    const withdraw = (disposalId: string) =>
      askDisposal(given, 'withdraw', dana, disposalId, { reason: 'The supplier takes it back after all' });
    expect(await withdraw(one.disposalId)).toMatchObject({
      value: { state: 'withdrawn', origin: { standing: { state: 'open' } } },
    });
    expect(await stockOf(given.context, one.lotId)).toEqual(['EWR/DOCK-IN MFF approved 40']);
    await until(async () => (await ask(given, 'decide', ines, one, { outcome: 'dispose', reason })).ok);
    const disposalId = await disposalOf(given.context, one.reviewId);
    expect(disposalId).not.toBe(one.disposalId);
    await approve(disposalId);
    await destroy(disposalId, '10');
    expect(code(await withdraw(disposalId))).toBe('disposal.already-destroyed');
  });

  test('while it is under way its review neither confirms nor takes back the decision', async () => {
    const { dana, ruth, decided, given } = play;
    const hold = await decided();
    const confirmed = await ask(given, 'confirmOutcome', ruth, hold, {});
    expect(!confirmed.ok && confirmed.violation.code).toBe('review.disposal-under-way');
    const reopened = await ask(given, 'settleException', dana, hold, { settlement: 'reopen', reason });
    expect(!reopened.ok && reopened.violation.code).toBe('review.disposal-under-way');
  });

  test('the same step with the same key counts once', async () => {
    const { dana, ruth, decided, given } = play;
    const { disposalId } = await decided();
    const input = { signingId: await signedDisposal(given.context, dana, disposalId) };
    const first = await askDisposal(given, 'approve', dana, disposalId, input, 'key-1');
    expect(await askDisposal(given, 'approve', dana, disposalId, input, 'key-1')).toEqual(first);
    await askDisposal(given, 'destroyGoods', ruth, disposalId, run('5'), 'key-2');
    const again = await askDisposal(given, 'destroyGoods', ruth, disposalId, run('5'), 'key-2');
    expect(again).toMatchObject({ value: { quantity: { pending: '5' } } });
  });
});
