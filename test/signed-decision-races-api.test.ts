import { randomUUID } from 'node:crypto';
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { password } from '#test/given/api.ts';
import { type GivenReviewsApi, givenReviewsApi } from '#test/given/reviews-api.ts';
import { historyOf } from '#test/given/workflow.ts';

let given: GivenReviewsApi;

beforeAll(async () => {
  given = await givenReviewsApi();
});
afterAll(() => given.stop());

const reason = 'Re-test of five units passed on every count';
const approver = async (username: string) => {
  const id = await given.api.person(username, [{ role: 'quality_approver', site: 'EWR' }]);
  return { id, token: await given.api.signIn(username) };
};
const decide = (reviewId: string, token: string, signed: object, key?: string) =>
  given.post(`quarantine-reviews/${reviewId}/decision`, token, { outcome: 'lift', reason, ...signed }, key);

describe.concurrent('between signing and deciding', () => {
  test('one signing, sent under many keys at once, decides once', async () => {
    const { token } = await approver('uma');
    const { reviewId } = await given.held();
    const signed = await given.api.signing(token, reviewId);
    const answers = await Promise.all(Array.from({ length: 5 }, () => decide(reviewId, token, signed)));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409, 409, 409]);
    expect(await historyOf(given.context, reviewId)).toEqual(['opened', 'decided', 'closed']);
    const [count] = await given.api.database.sql`
      select count(*)::int as signatures from signatures where subject_id = ${reviewId}`;
    expect(count).toEqual({ signatures: 1 });
  });

  test('a signing of somebody else, or of another review, decides nothing', async () => {
    const [vic, wes] = [await approver('vic'), await approver('wes')];
    const [one, other] = await Promise.all([given.held(), given.held()]);
    const signed = await given.api.signing(vic.token, one.reviewId);
    expect(await decide(one.reviewId, wes.token, signed)).toMatchObject({ body: { code: 'signature.unknown' } });
    expect(await decide(other.reviewId, vic.token, signed)).toMatchObject({
      body: { code: 'signature.other-subject' },
    });
    expect(await decide(one.reviewId, vic.token, signed)).toMatchObject({ status: 200 });
  });

  test('the session ends: what was signed in it counts no more, though its person is signed in elsewhere', async () => {
    const { token } = await approver('xia');
    const { reviewId } = await given.held();
    const signed = await given.api.signing(token, reviewId);
    const elsewhere = await given.api.signIn('xia');
    await given.api.call('DELETE', '/v1/sessions/current', { token });
    expect(await decide(reviewId, elsewhere, signed)).toMatchObject({ body: { code: 'signature.session-ended' } });
    expect(await decide(reviewId, elsewhere, await given.api.signing(elsewhere, reviewId))).toMatchObject({
      status: 200,
    });
  });

  test('the account is closed, or its right is taken: nothing is decided', async () => {
    const [yan, zoe] = [await approver('yan'), await approver('zoe')];
    const { reviewId } = await given.held();
    const signedByYan = await given.api.signing(yan.token, reviewId);
    const signedByZoe = await given.api.signing(zoe.token, reviewId);
    await given.api.database.sql`update users set active = false where id = ${yan.id}`;
    await given.api.database.sql`delete from role_grants where user_id = ${zoe.id}`;
    const refused = [await decide(reviewId, yan.token, signedByYan), await decide(reviewId, zoe.token, signedByZoe)];
    for (const { status } of refused) expect([401, 403, 404]).toContain(status);
    expect(await historyOf(given.context, reviewId)).toEqual(['opened']);
  });

  test('the password is in no history of the engine, no line of the log and no row of the trail', async () => {
    const { token } = await approver('ada');
    const hold = await given.held();
    const signed = await given.api.signing(token, hold.reviewId);
    expect(await decide(hold.reviewId, token, signed, randomUUID())).toMatchObject({ status: 200 });
    const handle = given.engine.client.workflow.getHandle(hold.workflowId);
    await handle.result();
    const history = historyToJSON(await handle.fetchHistory());
    // Payloads are base64 in it.
    const payloads = [...history.matchAll(/"data": "([^"]*)"/g)].map(([, data]) => Buffer.from(data ?? '', 'base64'));
    expect(payloads.join('')).toContain(signed.signingId);
    const rows = await given.api.database.sql<{ text: string }[]>`
      select to_jsonb(entry)::text as text from audit_entries entry
      union all select to_jsonb(command)::text from commands command
      union all select to_jsonb(signing)::text from signings signing
      union all select to_jsonb(signature)::text from signatures signature`;
    for (const text of [history, ...payloads.map(String), ...rows.map((row) => row.text), ...given.api.logged])
      expect(text).not.toContain(password);
  });
});
