import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Caller } from '#domain/caller.ts';
import type { ReviewAction } from '#domain/review-actions.ts';
import { confirmOutcome } from '#operations/confirm-outcome.ts';
import type { OperationContext } from '#operations/context.ts';
import { decideQuarantineReview } from '#operations/decide-quarantine-review.ts';
import { moveStock } from '#operations/move-stock.ts';
import { receiveGoods } from '#operations/receive-goods.ts';
import { settleReviewException } from '#operations/settle-review-exception.ts';
import { givenContext } from '#test/given/context.ts';
import { cheese, delivery } from '#test/given/deliveries.ts';
import { commandOf, givenLot, stockOf } from '#test/given/lots.ts';
import { givenStory, importer, type StoryIds } from '#test/given/master-data.ts';
import { givenReviewSigning } from '#test/given/signing.ts';
import { givenHold, tasksOf } from '#test/given/workflow.ts';
import { type GivenDatabase, givenDatabase } from '#test/setup/database.ts';

let database: GivenDatabase;
let context: OperationContext;
let ids: StoryIds;

beforeAll(async () => {
  database = await givenDatabase();
  context = givenContext(database.db);
  ids = await givenStory(context);
});
afterAll(() => database.drop());

const reason = 'The supplier takes all of it back';
const by = (username: string): Caller => ({ kind: 'person', id: ids.user(username), name: username, grants: [] });
const signed = (username: string, reviewId: string, step: ReviewAction) =>
  givenReviewSigning(context, by(username), reviewId, step);
const decide = async (reviewId: string) => {
  const input = { reviewId, outcome: 'return_to_supplier' as const, reason };
  const signing = await signed('i.carvalho', reviewId, 'decide');
  return decideQuarantineReview(context, commandOf(by('i.carvalho'), { ...input, ...signing }));
};
const confirm = async (reviewId: string) => {
  const signing = await signed('r.okafor', reviewId, 'confirm_outcome');
  return confirmOutcome(context, commandOf(by('r.okafor'), { reviewId, ...signing }));
};
const settle = async (reviewId: string, settlement: 'retry' | 'reopen') => {
  const signing = await signed('d.whitlock', reviewId, settlement);
  return settleReviewException(context, commandOf(by('d.whitlock'), { reviewId, settlement, reason, ...signing }));
};

test('what arrives under the hold after the decision is not sent away with the rest before it was decided about too', async () => {
  const arrive = () =>
    receiveGoods(
      context,
      commandOf(importer, delivery({ lines: [cheese({ supplierLotNumber: 'LATE', quantity: '4' })] })),
    );
  const first = await arrive();
  const lot = (first.ok && first.value.lines[0]?.lotId) || '';
  const { reviewId } = await givenHold({ context, ids }, { lot });
  await decide(reviewId);
  await arrive();

  expect(await confirm(reviewId)).toMatchObject({
    value: {
      state: 'decided',
      obstacle: { code: 'stock.more-in-reach', message: expect.stringContaining('20 now, 10') },
    },
  });
  expect(await stockOf(context, lot)).toEqual(['EWR/DOCK-IN MFF received 20']);
  expect(await tasksOf(context, reviewId)).toContain('settle_exception open');
  expect(await settle(reviewId, 'retry')).toMatchObject({ violation: { code: 'stock.more-in-reach' } });

  await settle(reviewId, 'reopen');
  await decide(reviewId);
  expect(await confirm(reviewId)).toMatchObject({ value: { state: 'closed', obstacle: null } });
  expect(await stockOf(context, lot)).toEqual([]);
});

test('what an extended hold reaches beside the stock that moved is not sent away with it', async () => {
  const stock = [
    { at: 'EWR/C-01', quantity: '10' },
    { at: 'EWR/C-02', quantity: '500' },
  ];
  const lot = await givenLot(context, ids, { code: 'EXTENDED', stock });
  const { reviewId } = await givenHold({ context, ids }, { lot: lot.id, site: 'EWR', location: 'C-01' });
  await decide(reviewId);
  const move = { owner: 'MFF', from: 'C-01', to: 'C-03', condition: 'approved' as const, quantity: '10', unit: 'kg' };
  const lines = [{ lot: lot.code, ...move }];
  const moved = await moveStock(context, commandOf(importer, { site: 'EWR', kind: 'move' as const, reason, lines }));
  expect(moved).toMatchObject({ ok: true, value: { extendedHolds: [{ reach: 'site' }] } });

  expect(await confirm(reviewId)).toMatchObject({ value: { obstacle: { code: 'stock.more-in-reach' } } });
  expect(await stockOf(context, lot.id)).toHaveLength(2);
});
