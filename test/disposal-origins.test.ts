import { afterAll, beforeAll, expect, test } from 'vitest';
import { readStockOfLots } from '#db/queries/stock-standing.ts';
import { disposals } from '#db/schema/disposals.ts';
import { holds } from '#db/schema/quality.ts';
import { openDisposal } from '#operations/open-disposal.ts';
import { recordDuty } from '#operations/record-duty.ts';
import { code, type DisposalPlay, givenDisposals } from '#test/given/disposal-play.ts';
import { askDisposal } from '#test/given/disposals.ts';
import { givenLot, stockOf } from '#test/given/lots.ts';
import { until } from '#test/given/workflow.ts';

let play: DisposalPlay;
beforeAll(async () => {
  play = await givenDisposals();
});
afterAll(() => play.given.stop());

let recalls = 0;

/** A recall that holds a lot and decides, by Ines, that it is disposed of: what its own operation will write. */
async function recalled() {
  const { given, ines } = play;
  const { context, ids } = given;
  recalls += 1;
  const number = `R-${recalls}`;
  const lot = await givenLot(context, ids, { code: `RC-${recalls}`, stock: [{ at: 'EWR/DOCK-IN', quantity: '40' }] });
  const caller = { ...ines, name: 'Ines Carvalho' };
  const [hold, recallId] = [context.newId(), context.newId()];
  const actor = { caller, cause: {}, commandId: `recall-${number}` };
  const disposalId = await context.db.transaction(async (tx) => {
    const now = context.clock.now();
    const reach = { lotId: lot.id, siteId: ids.site('EWR'), locationId: null };
    const placed = { placedBy: 'system', placedByName: 'system', happenedAt: now, recordedAt: now };
    const [row] = await tx
      .insert(holds)
      .values({
        ...{ ...reach, ...placed, id: hold, number: `H-${number}`, process: 'recall', rule: 'recall' },
        ...{ automatic: true, reason: 'Recall of the supplier' },
      })
      .returning();
    if (!row) throw new Error('A hold was written');
    const origin = { kind: 'recall' as const, id: recallId, number, workflowId: `recall-${recallId}`, decision: 1 };
    await recordDuty(tx, actor, { duty: 'decided', lotIds: [lot.id], caseKind: 'recall', caseId: recallId, at: now });
    const opened = await openDisposal(tx, context, actor, {
      ...{ origin, hold: row, item: { id: ids.item('GC-BULK'), category: 'cheese' } },
      ...{ reason: 'Recalled goods are not sold again', quantity: '40' },
      standing: await readStockOfLots(tx, [lot.id]),
    });
    return opened.row.id;
  });
  return { disposalId, lotId: lot.id, holdId: hold, number };
}

const endingOf = async (holdId: string) => {
  const [row] = await play.given.database.sql`select ended_as from holds where id = ${holdId}`;
  return row?.ended_as;
};

test('a recall opens one as a review does: other people carry it out, and its hold ends with the last of its goods', async () => {
  const { ines, approve, destroy, witness, paper, gone, given } = play;
  const { disposalId, lotId, holdId, number } = await recalled();
  expect(code(await approve(disposalId, ines))).toBe('access.duties-conflict');
  expect(code(await approve(disposalId))).toBe('allowed');
  expect(code(await destroy(disposalId, '40', ines))).toBe('access.duties-conflict');
  await destroy(disposalId, '40');
  await witness(disposalId);
  expect(await endingOf(holdId)).toBeNull();
  expect(await paper(disposalId)).toMatchObject({
    value: { state: 'closed', origin: { kind: 'recall', standing: null, disposal: { state: 'closed' } } },
  });
  expect([await endingOf(holdId), await gone(lotId, 'disposed')]).toEqual(['disposed', '40']);
  const [row] = await given.context.db.select({ number: disposals.originNumber }).from(disposals);
  expect(row).toEqual({ number });
  const run = given.client.workflow.getHandle(`disposal-${disposalId}`);
  await until(async () => (await run.describe()).status.name === 'COMPLETED');
});

test('what a recall disposed of and withdrew, or gave back in part, stays under its hold', async () => {
  const { dana, approve, destroy, witness, paper, given } = play;
  const one = await recalled();
  const reason = 'The supplier takes the goods back';
  expect(await askDisposal(given, 'withdraw', dana, one.disposalId, { reason })).toMatchObject({
    value: { state: 'withdrawn', origin: { disposal: { state: 'withdrawn' } } },
  });
  const two = await recalled();
  await approve(two.disposalId);
  await destroy(two.disposalId, '30');
  await witness(two.disposalId);
  await play.endEarly(two.disposalId);
  expect(await paper(two.disposalId)).toMatchObject({ value: { state: 'closed' } });
  expect(await stockOf(given.context, two.lotId)).toEqual(['EWR/DOCK-IN MFF approved 10']);
  expect([await endingOf(one.holdId), await endingOf(two.holdId)]).toEqual([null, null]);
});
