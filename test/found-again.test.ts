import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Caller } from '#domain/caller.ts';
import type { OperationContext } from '#operations/context.ts';
import { decideQuarantineReview } from '#operations/decide-quarantine-review.ts';
import { receiveGoods } from '#operations/receive-goods.ts';
import { recordInspection } from '#operations/record-inspection.ts';
import { givenContext } from '#test/given/context.ts';
import { basil, cheese, delivery } from '#test/given/deliveries.ts';
import { commandOf, givenLot } from '#test/given/lots.ts';
import { givenStory, importer, type StoryIds } from '#test/given/master-data.ts';
import { givenReviewSigning } from '#test/given/signing.ts';
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

const dana = (): Caller => ({ kind: 'person', id: ids.user('d.whitlock'), name: 'Dana', grants: [] });
const read = (reviewId: string) => givenReviewSigning(context, dana(), reviewId, 'decide');
const decide = async (reviewId: string, signed: { signingId?: string }) => {
  const by = dana();
  const input = { reviewId, outcome: 'lift' as const, reason: 'The label was read again', ...signed };
  const answer = await decideQuarantineReview(context, commandOf(by, input));
  return answer.ok ? 'allowed' : answer.violation.code;
};
const notesOf = async (reviewId: string) => {
  const rows = await database.sql<{ note: string }[]>`
    select note from review_evidence where review_id = ${reviewId} and kind = 'note' order by version`;
  return rows.map(({ note }) => note);
};
const reviewsOf = async (lotId: string) => {
  const rows = await database.sql<{ id: string }[]>`select id from quarantine_reviews where lot_id = ${lotId}`;
  return rows.map(({ id }) => id);
};

test('a second failed inspection is laid before the reviewers of the first, who cannot lift without having seen it', async () => {
  const lot = await givenLot(context, ids, { code: 'AGAIN', stock: [{ at: 'EWR/C-01', quantity: '10' }] });
  const fail = (number: string, name: string) => {
    const checks = [{ name, result: 'fail' as const }];
    const inspection = { number, site: 'EWR', lots: [lot.code], result: 'fail' as const, checks, documents: [] };
    return recordInspection(context, commandOf(importer, inspection));
  };
  await fail('IN-A', 'label');
  const [reviewId = ''] = await reviewsOf(lot.id);
  const early = await read(reviewId);
  await fail('IN-B', 'foreign matter');
  const [, ...more] = await reviewsOf(lot.id);

  expect(more).toEqual([]);
  expect(await notesOf(reviewId)).toEqual(['Inspection IN-B failed: foreign matter']);
  expect(await decide(reviewId, early)).toBe('signature.shown-changed');
  expect(await decide(reviewId, await read(reviewId))).toBe('allowed');
});

test('so is the same defect of another delivery of the lot, once for each', async () => {
  const line = cheese({ supplierLotNumber: 'NO-PAPER', certificates: [] });
  const receive = (number: string) =>
    receiveGoods(context, commandOf(importer, delivery({ number, lines: [line, line] })));
  await receive('R-NP-1');
  const second = await receive('R-NP-2');
  const [reviewId = ''] = await reviewsOf((second.ok && second.value.lines[0]?.lotId) || '');
  expect(await notesOf(reviewId)).toEqual(['Receipt R-NP-2 carries no certificate of analysis and announces none']);
});

test('what says nothing new is not said again', async () => {
  const receive = () => receiveGoods(context, commandOf(importer, basil({ supplierLotNumber: 'RISKY' })));
  await receive();
  const second = await receive();
  const [reviewId = ''] = await reviewsOf((second.ok && second.value.lines[0]?.lotId) || '');
  expect(await notesOf(reviewId)).toEqual([]);
});
