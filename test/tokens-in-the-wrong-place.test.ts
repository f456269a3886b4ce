import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { type GivenApi, givenApi, password } from './given/api.ts';
import { enrolled } from './given/authenticator.ts';
import { givenContracts } from './given/contracts.ts';

const settings = {
  HOLDFAST_SECRET: 'the secret of the installation itself',
  HOLDFAST_METRICS_TOKEN: 'a token for figures and nothing else',
};
let api: GivenApi;
const secrets = new Map<string, string>(Object.entries({ ...settings, password }));
beforeAll(async () => {
  api = await givenApi({ settings: { signInsPerMinute: 10_000 } }, settings);
  await api.person('head', [{ role: 'administrator' }]);
  const { token, secret, recoveryCodes } = await enrolled(api, await api.signIn('head'), { now: new Date() });
  const ask = async (path: string, body: unknown) => (await api.call('POST', path, { token, body })).body;
  const key = await ask('/v1/api-keys', { name: 'WMS', role: 'integrator' });
  const rotated = await ask(`/v1/api-keys/${String(key.apiKeyId)}/rotation`, {});
  const hook = await ask('/v1/webhook-endpoints', { name: 'Chat', url: 'https://chat.example.com/hook' });
  const told = { token, secret, recovery: recoveryCodes[0], key: key.key, rotated: rotated.key, hook: hook.secret };
  for (const [name, value] of Object.entries(told)) secrets.set(name, String(value));
  expect([...secrets.values()].filter((value) => value.length < 12 || value === 'null')).toEqual([]);
});
afterAll(() => api.stop());

/** Every row of every table, as text. */
async function everyRow(): Promise<string> {
  const { sql } = api.database;
  const tables = await sql<{ name: string }[]>`
    select table_name as name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'`;
  const rows = tables.map(async ({ name }) => {
    const [row] = await sql.unsafe(
      `select coalesce(string_agg(to_jsonb(one)::text, ' '), '') as text from ${name} one`,
    );
    return String(row?.text);
  });
  return (await Promise.all(rows)).join('\n');
}

const found = (text: string) => [...secrets].filter(([, value]) => text.includes(value)).map(([name]) => name);

test('what is used as it should be lies in no table and no line', async () => {
  expect(found(await everyRow())).toEqual([]);
  expect(found(api.logged.join(''))).toEqual([]);
});

test('nor does what people and programs put where it does not belong', async () => {
  const { token = '' } = Object.fromEntries(secrets);
  for (const [name, secret] of secrets) {
    const value = encodeURIComponent(secret);
    const sent = { 'X-Request-Id': secret, 'User-Agent': `wms/1 ${secret}`, traceparent: `00-${secret}-01` };
    await api.call('GET', `/v1/me?token=${value}`, { token });
    await api.call('GET', '/v1/me', { token: secret });
    await api.call('GET', '/v1/me', { cookie: `holdfast=${secret}`, headers: sent });
    await api.call('GET', `/v1/lots?cursor=${value}`, { token });
    await api.call('POST', '/v1/sessions', { body: { username: secret.slice(0, 64), password: secret } });
    await api.call('POST', '/v1/sessions', { body: { username: 'head', password: secret, code: secret.slice(0, 40) } });
    await api.call('POST', '/v1/sessions', { raw: `{"password":"${secret}`, headers: sent });
    await api.call('POST', '/v1/holds', { token, key: secret, body: { reason: 1, lot: secret } });
    await api.call('POST', '/v1/signings', { token, body: { password: secret, meaning: 'review', subjects: [] } });
    await api.call('POST', '/v1/sessions/oidc/back-channel-logout', { raw: `logout_token=${value}` });
    // Words are words in a path; what has the form of a token is none.
    if (!['password', ...Object.keys(settings)].includes(name)) {
      await api.call('GET', `/v1/lots/${value}`, { token });
      await api.call('GET', `/v1/me;holdfast=${secret.replaceAll('/', '')}`, {});
      await api.call('DELETE', `/v1/api-keys/${value}`, { token });
    }
  }
  expect(found(await everyRow())).toEqual([]);
  expect(found(api.logged.join(''))).toEqual([]);
  expect(api.logged.join('')).toContain('[secret]');
});

test('no call that goes to the engine carries a proof: its histories would keep it', () => {
  const fields = (body: z.ZodType) => JSON.stringify(z.toJSONSchema(body, { io: 'input', unrepresentable: 'any' }));
  const carrying = givenContracts()
    .filter(({ body }) => body && /"(\w*password|secret|token)":/i.test(fields(body)))
    .map(({ operationId }) => operationId);
  // Each of these is one operation of the database, and none an update of a workflow.
  expect(carrying.sort()).toEqual([
    'beginSigning',
    'changePassword',
    'createUser',
    'enrolSecondFactor',
    'removeSecondFactor',
    'renewRecoveryCodes',
    'setPassword',
    'signIn',
  ]);
});

test('figures are told to programs of this machine, or to who has their token, and to nobody through a proxy', async () => {
  const status = async (of: GivenApi, headers: Record<string, string> = {}) =>
    (await of.call('GET', '/metrics', { headers })).status;
  const bearer = { Authorization: `Bearer ${settings.HOLDFAST_METRICS_TOKEN}` };
  expect([
    await status(api),
    await status(api, { Authorization: 'Bearer another' }),
    await status(api, bearer),
  ]).toEqual([404, 404, 200]);
  const plain = await givenApi();
  const proxied = { 'X-Forwarded-For': '203.0.113.7' };
  expect([await status(plain), await status(plain, proxied), await status(plain, { Forwarded: 'for=x' })]).toEqual([
    200, 404, 404,
  ]);
  await plain.stop();
});

test('a key that there is not is told so, to who administers keys', async () => {
  const { token = '' } = Object.fromEntries(secrets);
  const unknown = '019a2f3e-7c00-7000-8000-000000000000';
  for (const [method, path] of [
    ['DELETE', ''],
    ['POST', '/rotation'],
    ['DELETE', '/previous'],
  ] as const) {
    const body = method === 'POST' ? { body: {} } : {};
    const answer = await api.call(method, `/v1/api-keys/${unknown}${path}`, { token, ...body });
    expect([answer.status, answer.body.code], path).toEqual([404, 'api-key.unknown']);
  }
});
