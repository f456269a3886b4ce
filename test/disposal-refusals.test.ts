import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { code, type DisposalPlay, givenDisposals, reason, run } from '#test/given/disposal-play.ts';
import { askDisposal, disposalHistory, givenDocument, signedDisposal, signedRun } from '#test/given/disposals.ts';
import { stockOf } from '#test/given/lots.ts';

let play: DisposalPlay;
beforeAll(async () => {
  play = await givenDisposals();
});
afterAll(() => play.given.stop());

test('a run that is not there is neither witnessed nor proved, and what is in order is not settled', async () => {
  const { dana, ruth, omar, decided, approve, destroy, given } = play;
  const { disposalId } = await decided();
  await approve(disposalId);
  await destroy(disposalId, '10');
  const before = await disposalHistory(given.context, disposalId);
  const destructionId = randomUUID();
  const signed = await signedRun(given.context, omar, disposalId);
  const witnessed = { ...signed, destructionId, confirmed: true };
  expect(code(await askDisposal(given, 'witnessDestruction', omar, disposalId, witnessed))).toBe(
    'disposal.destruction-unknown',
  );
  const paper = { kind: 'photo' as const, documentId: await givenDocument(given.context), destructionId };
  expect(code(await askDisposal(given, 'addPaper', ruth, disposalId, paper))).toBe('disposal.destruction-unknown');
  for (const settlement of ['retry', 'strike'] as const)
    expect(code(await askDisposal(given, 'settleException', dana, disposalId, { settlement, reason }))).toBe(
      'disposal.nothing-to-settle',
    );
  expect(await disposalHistory(given.context, disposalId)).toEqual(before);
});

test('a run is witnessed once, and when all goods are gone nothing more is destroyed', async () => {
  const { ruth, omar, decided, approve, destroy, witness, given } = play;
  const { disposalId } = await decided();
  await approve(disposalId);
  await destroy(disposalId, '40');
  await witness(disposalId);
  const again = { ...(await signedRun(given.context, omar, disposalId)), confirmed: true };
  expect(code(await askDisposal(given, 'witnessDestruction', omar, disposalId, again))).toBe(
    'disposal.not-awaiting-witness',
  );
  expect(code(await askDisposal(given, 'destroyGoods', ruth, disposalId, run('1')))).toBe('disposal.nothing-left');
});

test('what a run recorded and nobody booked yet is not settled as missing: it would leave the books twice', async () => {
  const { dana, decided, approve, destroy, witness, gone, given } = play;
  const stock = [
    { at: 'EWR/DOCK-IN', quantity: '30' },
    { at: 'EWR/C-01', quantity: '10' },
  ];
  const { disposalId, lotId } = await decided({ stock });
  await approve(disposalId);
  await destroy(disposalId, '30');
  const missing = async (location: string) =>
    await askDisposal(given, 'settleDifference', dana, disposalId, {
      ...{ site: 'EWR', location, owner: 'MFF', condition: 'approved', quantity: '10', unit: 'kg' },
      ...{ found: 'missing' as const, reason: 'Counted twice, it was never in the cage' },
      signingId: await signedDisposal(given.context, dana, disposalId),
    });
  expect(code(await missing('DOCK-IN'))).toBe('stock.insufficient');
  expect(code(await missing('C-01'))).toBe('allowed');
  expect(await witness(disposalId)).toMatchObject({ value: { state: 'destroyed', obstacle: null } });
  expect(await stockOf(given.context, lotId)).toEqual([]);
  expect([await gone(lotId, 'disposed'), await gone(lotId, 'count_variance')]).toEqual(['30', '10']);
});

test('runs recorded at once take exactly what was approved between them, to the fourth decimal', async () => {
  const { ruth, omar, decided, approve, gone, given } = play;
  const { disposalId, lotId } = await decided({ stock: [{ at: 'EWR/DOCK-IN', quantity: '1.0001' }] });
  await approve(disposalId);
  const answers = await Promise.all(
    ['0.3333', '0.3334', '0.3334', '0.3334'].map((quantity) =>
      askDisposal(given, 'destroyGoods', ruth, disposalId, run(quantity)),
    ),
  );
  expect(answers.map(code).sort()).toEqual(['allowed', 'allowed', 'allowed', 'disposal.more-than-approved']);
  const runs = await given.database.sql`select id from destructions where disposal_id = ${disposalId} order by run`;
  await Promise.all(
    runs.map(async ({ id: destructionId }) => {
      const { signingId } = await signedRun(given.context, omar, disposalId, destructionId);
      await askDisposal(given, 'witnessDestruction', omar, disposalId, { destructionId, signingId, confirmed: true });
    }),
  );
  expect([await gone(lotId, 'disposed'), await stockOf(given.context, lotId)]).toEqual(['1.0001', []]);
});
