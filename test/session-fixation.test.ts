import { afterAll, beforeAll, expect, test } from 'vitest';
import { type GivenApi, givenApi, password } from './given/api.ts';

let api: GivenApi;
beforeAll(async () => {
  api = await givenApi({ settings: { signInsPerMinute: 10_000 } });
});
afterAll(() => api.stop());

const signIn = async (username: string, cookie?: string) => {
  const answer = await api.call('POST', '/v1/sessions', { body: { username, password }, ...(cookie && { cookie }) });
  return String(answer.body.token);
};
const me = (token: string) => api.call('GET', '/v1/me', { token });

test('a token planted in a browser never becomes a session', async () => {
  await api.person('ana');
  const planted = `hs_${'A'.repeat(43)}`;
  const token = await signIn('ana', `holdfast=${planted}`);
  expect(token).not.toBe(planted);
  expect((await me(planted)).status).toBe(401);
});

test("an attacker's own session, planted in a browser, ends when its owner signs in there", async () => {
  await api.person('mallory');
  await api.person('bo');
  const planted = await signIn('mallory');
  const token = await signIn('bo', `holdfast=${planted}`);
  expect((await me(token)).body.name).toBe('bo');
  expect((await me(planted)).body.code).toBe('access.session-ended');
  const rows = await api.database.sql`select after from audit_entries where action = 'session.replaced'`;
  expect(rows).toHaveLength(1);
});

test('signing in anew over a session ends it, and a failed attempt ends nothing', async () => {
  await api.person('cy');
  const old = await signIn('cy');
  await api.call('POST', '/v1/sessions', { body: { username: 'cy', password: 'wrong' }, cookie: `holdfast=${old}` });
  expect((await me(old)).status).toBe(200);
  await signIn('cy', `holdfast=${old}`);
  expect((await me(old)).status).toBe(401);
});

test('by https a cookie without the prefix, which a neighbouring host can plant, is none', async () => {
  const other = await givenApi({}, { HOLDFAST_PUBLIC_URL: 'https://holdfast.test' });
  await other.person('mallory');
  const token = await other.signIn('mallory');
  const asked = (cookie: string) => other.call('GET', '/v1/me', { cookie });
  expect((await asked(`holdfast=${token}`)).status).toBe(401);
  expect((await asked(`holdfast=${token}; __Host-holdfast=${token}`)).status).toBe(200);
  await other.stop();
});

test('a token in the address, in the body or in another header opens nothing', async () => {
  await api.person('dee');
  const token = await signIn('dee');
  for (const path of [`/v1/me?token=${token}`, `/v1/me?access_token=${token}`, `/v1/me;holdfast=${token}`]) {
    expect((await api.call('GET', path)).status).not.toBe(200);
  }
  expect((await api.call('GET', '/v1/me', { headers: { 'X-Session': token, 'X-Api-Key': token } })).status).toBe(401);
});
