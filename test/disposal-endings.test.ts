import { afterAll, beforeAll, expect, test } from 'vitest';
import { writeMovement } from '#operations/write-movement.ts';
import { type DisposalPlay, givenDisposals, run } from '#test/given/disposal-play.ts';
import { askDisposal, disposalHistory } from '#test/given/disposals.ts';
import { stockOf } from '#test/given/lots.ts';
import { importer } from '#test/given/master-data.ts';
import { givenPolicy, historyOf, tasksOf, until } from '#test/given/workflow.ts';

let play: DisposalPlay;
beforeAll(async () => {
  play = await givenDisposals();
});
afterAll(() => play.given.stop());

test('where policy asks for no witness, no paper and one person, a run is booked at once and closes the disposal', async () => {
  const { ruth, decided, given } = play;
  const jam = { kind: 'item', key: given.ids.item('FIG-JAM') } as const;
  await givenPolicy(given, 'disposal_approvals', '1', jam);
  await setSwitch('disposal_witness_required', jam.key);
  await setSwitch('destruction_certificate_required', jam.key);
  const { disposalId, lotId } = await decided({ item: 'FIG-JAM' });
  const lines = run('40').lines.map((line) => ({ ...line, unit: 'each' }));
  const destroyed = await askDisposal(given, 'destroyGoods', ruth, disposalId, { ...run('40'), lines });
  expect(destroyed).toMatchObject({ ok: true, value: { state: 'closed', origin: { standing: { state: 'closed' } } } });
  expect(await stockOf(given.context, lotId)).toEqual([]);
});

/** A switch turned off for an item. */
const setSwitch = (key: string, itemId: string) => play.given.database.sql`
  insert into policies (id, key, scope_kind, scope_key, value, version, effective_from, reason, proposed_by, approved_by)
  values (${play.given.context.newId()}, ${key}, 'item', ${itemId}, 'false', 2, now() - interval '1 second', 'test', 'test', 'test')`;

test('nobody acts: it is brought to mind, then taken to quality management, at the times of the policy of that day', async () => {
  const { decided, given } = play;
  const olives = { kind: 'item', key: given.ids.item('OLIVE-OIL') } as const;
  await givenPolicy(given, 'disposal_remind_after_minutes', '0.004', olives);
  await givenPolicy(given, 'disposal_escalate_after_minutes', '0.008', olives);
  const { disposalId } = await decided({ item: 'OLIVE-OIL' });
  await until(async () => (await disposalHistory(given.context, disposalId)).includes('exception_raised'));
  expect(await disposalHistory(given.context, disposalId)).toEqual([
    'opened',
    'reminded',
    'escalated',
    'exception_raised',
  ]);
  expect(await tasksOf(given.context, disposalId)).toEqual(['approve_disposal open', 'settle_exception open']);
});

test('more of the lot that came under the hold meanwhile is not gone with it: its review is open again for that', async () => {
  const { decided, approve, destroy, witness, paper, given } = play;
  const { disposalId, lotId, reviewId } = await decided();
  await approve(disposalId);
  await given.context.db.transaction((tx) =>
    writeMovement(
      tx,
      given.context,
      { caller: importer, cause: {}, commandId: 'late' },
      {
        kind: 'receipt',
        happenedAt: new Date(),
        lines: [
          {
            lotId,
            ownerId: given.ids.entity('MFF'),
            condition: 'approved',
            locationId: given.ids.location('supplier'),
            quantity: '-3',
          },
          {
            lotId,
            ownerId: given.ids.entity('MFF'),
            condition: 'approved',
            locationId: given.ids.location('EWR/DOCK-IN'),
            quantity: '3',
          },
        ],
      },
    ),
  );
  await destroy(disposalId, '40');
  await witness(disposalId);
  expect(await paper(disposalId)).toMatchObject({
    value: { state: 'closed', origin: { standing: { state: 'open' } } },
  });
  expect(await stockOf(given.context, lotId)).toEqual(['EWR/DOCK-IN MFF approved 3']);
  expect(await historyOf(given.context, reviewId)).toContain('reopened');
});
