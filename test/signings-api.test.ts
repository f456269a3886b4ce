import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type GivenApi, givenApi, password } from '#test/given/api.ts';

let api: GivenApi;
let now: Date;

beforeAll(async () => {
  now = new Date(Date.now() + 60_000); // after all that the given functions write
  api = await givenApi({ clock: { now: () => now }, settings: { signInsPerMinute: 10_000 } });
});
afterAll(() => api.stop());

const shownHash = 'a'.repeat(64);
const subjects = [{ kind: 'quarantine_review', id: randomUUID(), shownHash }];
const sign = (token: string, body: object = {}, key: string = randomUUID()) =>
  api.call('POST', '/v1/signings', { token, key, body: { password, meaning: 'approval', subjects, ...body } });
const count = async (table: string) =>
  Number((await api.database.sql.unsafe<{ count: string }[]>(`select count(*) from ${table}`))[0]?.count);

describe('signing', () => {
  test('takes the password again and answers a signing of five minutes', async () => {
    await api.person('ana');
    const { status, body } = await sign(await api.signIn('ana'));
    expect(status).toBe(201);
    expect(body).toEqual({
      signingId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      meaning: 'approval',
      expiresAt: new Date(now.getTime() + 300_000).toISOString(),
    });
  });

  test('with a wrong password leaves nothing but its trace, and locks the account as signing in does', async () => {
    await api.person('bea');
    const token = await api.signIn('bea');
    const before = await count('signings');
    const wrong = { password: 'not that one, surely' };
    for (let tries = 0; tries < 5; tries++)
      expect(await sign(token, wrong)).toMatchObject({
        status: 401,
        body: { code: 'access.credentials-wrong', pointer: '/password' },
      });
    expect(await sign(token)).toMatchObject({ status: 429, body: { code: 'access.locked-out' } });
    const again = await api.call('POST', '/v1/sessions', { key: null, body: { username: 'bea', password } });
    expect(again).toMatchObject({ status: 429, body: { code: 'access.locked-out' } });
    expect(await count('signings')).toBe(before);
    const trace = await api.database.sql`
      select actor_name as name, after from audit_entries where action = 'signing.refused' order by position`;
    expect(trace.map(({ after }) => after)).toEqual([
      ...Array(5).fill('access.credentials-wrong'),
      'access.locked-out',
    ]);
  });

  test('sent again proves it again: the same signing to the right password, and nothing learnt by a wrong one', async () => {
    await api.person('cleo');
    const token = await api.signIn('cleo');
    const key = randomUUID();
    const first = await sign(token, {}, key);
    const again = await sign(token, {}, key);
    expect(again.body).toEqual(first.body);
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    expect(await sign(token, { password: 'a guess at the password' }, key)).toMatchObject({ status: 401 });
    expect(await sign(token, { meaning: 'review' }, key)).toMatchObject({ body: { code: 'idempotency.key-reused' } });
    // Without a password it is another request, for which somebody would have to log in afresh.
    expect(await sign(token, { password: undefined }, key)).toMatchObject({ body: { code: 'idempotency.key-reused' } });
  });

  test('is for people in a session, with a proof, each record once, and not for too many', async () => {
    await api.person('dora', [{ role: 'administrator' }]);
    const token = await api.signIn('dora');
    const key = await api.call('POST', '/v1/api-keys', { token, body: { name: 'WMS', role: 'integrator' } });
    expect(await sign(String(key.body.key))).toMatchObject({
      status: 403,
      body: { code: 'signature.person-required' },
    });
    expect(await sign(token, { password: undefined })).toMatchObject({ body: { code: 'signature.proof-missing' } });
    const many = Array.from({ length: 101 }, () => ({ ...subjects[0], id: randomUUID() }));
    for (const wrong of [
      { subjects: [] },
      { subjects: many },
      { subjects: [subjects[0], subjects[0]] },
      { meaning: 'ok' },
    ])
      expect(await sign(token, wrong)).toMatchObject({ status: 400, body: { code: 'request.malformed' } });
  });

  test('leaves the password in no table and in no line of the log', async () => {
    await api.person('eva');
    const token = await api.signIn('eva');
    await sign(token);
    await sign(token, { password: `${password}!` });
    const rows = await api.database.sql<{ text: string }[]>`
      select to_jsonb(entry)::text as text from audit_entries entry
      union all select to_jsonb(command)::text from commands command
      union all select to_jsonb(signing)::text from signings signing`;
    for (const text of [...rows.map((row) => row.text), ...api.logged]) expect(text).not.toContain(password);
  });
});
