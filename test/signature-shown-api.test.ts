import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { PlacedHoldAnswer } from '#operations/place-hold.ts';
import { type GivenReviewsApi, givenReviewsApi } from '#test/given/reviews-api.ts';

let given: GivenReviewsApi;
let ines: string;
let auditor: string;
let hold: PlacedHoldAnswer;
let signature: object;

const reason = 'Re-test of five units passed on every count';
const read = async (path: string, token = ines) => {
  const { status, body } = await given.api.call('GET', `/v1/${path}`, { token });
  expect(status, path).toBe(200);
  return body;
};

beforeAll(async () => {
  given = await givenReviewsApi();
  await given.api.person('ines', [{ role: 'quality_approver', site: 'EWR' }]);
  await given.api.person('axel', [{ role: 'auditor' }]);
  ines = await given.api.signIn('ines');
  auditor = await given.api.signIn('axel');
  hold = await given.held();
  const signed = await given.api.signing(ines, hold.reviewId);
  const body = { outcome: 'lift', reason, ...signed };
  const decided = await given.post(`quarantine-reviews/${hold.reviewId}/decision`, ines, body);
  expect(decided.status).toBe(200);
  const { at } = decided.body.decision as { at: string };
  const zoned = { at, timeZone: 'America/New_York' };
  signature = { signatureId: expect.any(String), printedName: 'ines', meaning: 'approval', ...zoned };
  expect(decided.body.signature).toEqual(signature);
});
afterAll(() => given.stop());

test('a signature stands wherever what was decided stands: page, list, task, timeline, trail and export', async () => {
  const page = await read(`quarantine-reviews/${hold.reviewId}`);
  expect(page).toMatchObject({
    decision: { signature },
    signatures: [{ ...signature, method: 'password', statement: { step: 'decide', outcome: 'lift', reason } }],
  });
  expect(await read(`quarantine-reviews?lot=${hold.lot}`)).toMatchObject({ items: [{ signature }] });
  const [task] = page.tasks as { taskId: string }[];
  expect(await read(`tasks/${task?.taskId}`)).toMatchObject({ subject: { signature } });
  const timeline = (await read(`lots/${hold.lotId}/timeline`)).items as { action: string; signature: unknown }[];
  const signed = timeline.filter((entry) => entry.signature !== null).map(({ action }) => action);
  expect(signed).toEqual(expect.arrayContaining(['quarantine_review.decided', 'hold.lifted', 'signature.given']));
  expect(timeline.find(({ action }) => action === 'hold.placed')).toMatchObject({ signature: null });
  expect(await read(`lots/${hold.lotId}/audit-export`)).toMatchObject({
    entries: expect.arrayContaining([expect.objectContaining({ action: 'hold.lifted', signature })]),
  });
  const { text } = await read(`lots/${hold.lotId}/audit-export/page`);
  expect(text).toMatch(/<strong>Signed<\/strong> by ines as approval<br>.* GMT-[45] \(America\/New_York\)/);
});

test('an auditor reads a signature with what was shown then, and that it still fits its record', async () => {
  const { shown, toSign } = await read(`quarantine-reviews/${hold.reviewId}`);
  const { signatures } = await read(`quarantine-reviews/${hold.reviewId}`);
  const [{ signatureId = '' } = {}] = signatures as { signatureId?: string }[];
  const found = await read(`signatures/${signatureId}`, auditor);
  expect(found).toMatchObject({ ...signature, subjectId: hold.reviewId, sound: true, problems: [] });
  // Then it was open; now it is closed, and there is nothing left to sign.
  expect(found.shown).toMatchObject({ review: { state: 'open' }, stockInReach: [{ quantity: '40' }] });
  expect(shown).toMatchObject({ review: { state: 'closed', decision: { outcome: 'lift' } } });
  expect(toSign).toMatchObject({ kind: 'quarantine_review', id: hold.reviewId, meanings: [] });
  expect(await read('signatures/verification', auditor)).toEqual({
    ...{ sound: true, signatures: 1, next: null, problems: [] },
  });
  const unknown = await given.api.call('GET', `/v1/signatures/${randomUUID()}`, { token: auditor });
  expect(unknown).toMatchObject({ status: 404, body: { code: 'signature.not-found' } });
});
