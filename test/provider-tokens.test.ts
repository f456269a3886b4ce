import { type CryptoKey, exportJWK, generateKeyPair } from 'jose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type GivenApi, givenApi } from './given/api.ts';
import {
  type Forged,
  type ForgingProvider,
  givenForgingProvider,
  logoutEvent,
  unsigned,
} from './given/forging-provider.ts';

let api: GivenApi;
let provider: ForgingProvider;
let strangersKey: CryptoKey;
let userId: string;
beforeAll(async () => {
  provider = await givenForgingProvider();
  api = await givenApi({ settings: { signInsPerMinute: 10_000 } }, provider.env);
  strangersKey = (await generateKeyPair('RS256')).privateKey;
  // Vera is known here and has a role, so that only the token decides.
  const admin = await api.person('root', [{ role: 'administrator' }]);
  userId = await api.person('vera', [{ role: 'auditor' }]);
  const { sql } = api.database;
  await sql`insert into user_identities (id, user_id, issuer, subject, linked_by, linked_at)
            values (gen_random_uuid(), ${userId}, ${provider.issuer}, 'vera', ${admin}, now())`;
});
afterAll(async () => {
  await api.stop();
  provider.stop();
});

const seconds = (from: number) => Math.floor(Date.now() / 1000) + from;

/** Comes back from a login with the ID token that a test makes, knowing the nonce that was sent. */
async function comeBack(make: (nonce: string) => Promise<string>, change: { state?: string; iss?: string } = {}) {
  const left = await api.call('GET', '/v1/sessions/oidc/start');
  const asked = new URL(left.headers.get('location') ?? '').searchParams;
  provider.idToken = await make(asked.get('nonce') ?? '');
  const query = new URLSearchParams({ code: 'c0de', state: asked.get('state') ?? '', ...change });
  const cookie = left.headers.getSetCookie().join().split(';')[0] ?? '';
  const back = await api.call('GET', `/v1/sessions/oidc/callback?${query}`, { cookie });
  return { back, opened: back.headers.getSetCookie().some((line) => line.startsWith('holdfast=hs_')) };
}
const forgedId = (forged: Forged) => (nonce: string) => provider.idTokenFor(nonce, forged);

test('an honest ID token opens a session of whom it names', async () => {
  const { back, opened } = await comeBack(forgedId({}));
  expect([back.status, opened]).toEqual([200, true]);
  const [session] = await api.database.sql`select user_id, method from sessions where provider_subject = 'vera'`;
  expect(session).toEqual({ user_id: userId, method: 'provider' });
});

const badIdTokens: [string, (nonce: string) => Promise<string>][] = [
  ['has no signature', async (nonce) => unsigned(await provider.idTokenFor(nonce))],
  ['has no signature, and writes "None"', async (nonce) => unsigned(await provider.idTokenFor(nonce), { alg: 'None' })],
  [
    'is signed with the public key as a shared secret',
    forgedIdWith(() => ({ header: { alg: 'HS256' }, key: provider.publicKeyText })),
  ],
  ['is signed by a stranger under the known key id', forgedIdWith(() => ({ key: strangersKey }))],
  ['names an unknown key', forgedIdWith(() => ({ header: { kid: 'unknown' }, key: strangersKey }))],
  ['names a key like a path', forgedIdWith(() => ({ header: { kid: '../../../../dev/null' }, key: strangersKey }))],
  [
    'names a key like a query',
    forgedIdWith(() => ({ header: { kid: "x' union select 'the-key" }, key: strangersKey })),
  ],
  [
    'brings its own key address',
    forgedIdWith(() => ({ header: { kid: 'mine', jku: 'http://127.0.0.1:1/keys' }, key: strangersKey })),
  ],
  [
    'brings its own key',
    async (nonce) => {
      const { publicKey, privateKey } = await generateKeyPair('RS256', { extractable: true });
      const jwk = await exportJWK(publicKey);
      return provider.idTokenFor(nonce, { header: { kid: undefined, jwk }, key: privateKey });
    },
  ],
  ['is for another client', forgedId({ claims: { aud: 'another-client' } })],
  ['is for us and for another, through that one', forgedId({ claims: { aud: ['holdfast', 'other'], azp: 'other' } })],
  ['is of another issuer', forgedId({ claims: { iss: 'https://evil.test' } })],
  ['is of no issuer', forgedId({ claims: { iss: undefined } })],
  ['has expired', forgedId({ claims: { exp: seconds(-120) } })],
  ['never expires', forgedId({ claims: { exp: undefined } })],
  ['counts only later', forgedId({ claims: { nbf: seconds(120) } })],
  ['has the nonce of another login', forgedId({ claims: { nonce: 'another' } })],
  ['has no nonce', forgedId({ claims: { nonce: undefined } })],
  ['names nobody', forgedId({ claims: { sub: undefined } })],
  ['names somebody by half a sign', forgedId({ claims: { sub: 'vera\ud800' } })],
  ['names somebody by what no database keeps', forgedId({ claims: { sub: 'vera\0' } })],
  ['is a logout token', forgedIdWith(() => ({ header: { typ: 'logout+jwt' } }))],
  ['is an access token', forgedIdWith(() => ({ header: { typ: 'at+jwt' } }))],
  [
    'is changed after signing',
    async (nonce) => (await provider.idTokenFor(nonce)).replace(/\.[^.]{10}/, '.eyJzdWIiOi'),
  ],
  ['is no token', async () => 'not.a.token'],
];

function forgedIdWith(make: () => Forged) {
  return (nonce: string) => provider.idTokenFor(nonce, make());
}

test.each(badIdTokens)('an ID token that %s opens nothing', async (_what, make) => {
  const { back, opened } = await comeBack(make);
  expect([back.status, back.body.code, opened]).toEqual([401, 'provider.refused', false]);
});

test('a clock that is off by less than the skew allowed does not matter', async () => {
  const { back } = await comeBack(forgedId({ claims: { exp: seconds(-10), nbf: seconds(10), iat: seconds(10) } }));
  expect(back.status).toBe(200);
});

test('a state that is not the one sent, or of an issuer that is another, opens nothing', async () => {
  for (const change of [{ state: 'x'.repeat(43) }, { state: '' }, { iss: 'https://evil.test' }]) {
    const { back, opened } = await comeBack(forgedId({}), change);
    expect([back.status, opened]).toEqual([401, false]);
  }
});

test('tokens that name unknown keys do not make us ask for the keys again and again', async () => {
  const before = provider.keysFetched;
  for (let i = 0; i < 5; i++) await comeBack(forgedId({ header: { kid: `unknown-${i}` }, key: strangersKey }));
  expect(provider.keysFetched - before).toBeLessThan(2);
});

describe('a logout token', () => {
  const logOut = (token: string, type = 'application/x-www-form-urlencoded') =>
    api.call('POST', '/v1/sessions/oidc/back-channel-logout', {
      key: null,
      raw: new URLSearchParams({ logout_token: token }).toString(),
      headers: { 'Content-Type': type },
    });

  test('ends the sessions it names, once', async () => {
    await comeBack(forgedId({}));
    const token = await provider.logoutToken();
    const { status, body } = await logOut(token);
    expect([status, Number(body.ended) > 0]).toEqual([200, true]);
    await comeBack(forgedId({}));
    expect((await logOut(token)).headers.get('idempotency-replayed')).toBe('true');
    const [open] = await api.database
      .sql`select count(*)::int as count from sessions where provider_subject = 'vera' and ended_at is null`;
    expect(open?.count).toBe(1);
  });

  test('means the same session by its name as the ID token did, however it is written', async () => {
    const sid = ` s1 ${'long '.repeat(60)}`;
    await comeBack(forgedId({ claims: { sid } }));
    await comeBack(forgedId({ claims: { sid: 's1' } }));
    const { body } = await logOut(await provider.logoutToken({ claims: { sid, sub: undefined } }));
    expect(body.ended).toBe(1);
  });

  // A token that cannot be believed, and one that is believed and asks for no logout.
  const [refused, noLogout] = ['401 provider.refused', '400 provider.logout-refused'];
  const bad: [string, string, () => Promise<string>][] = [
    [
      'has no signature',
      refused,
      async () => unsigned(await provider.logoutToken(), { alg: 'none', typ: 'logout+jwt' }),
    ],
    [
      'is signed with the public key as a shared secret',
      refused,
      () => provider.logoutToken({ header: { alg: 'HS256' }, key: provider.publicKeyText }),
    ],
    ['is signed by a stranger', refused, () => provider.logoutToken({ key: strangersKey })],
    ['is an ID token', refused, () => provider.idTokenFor('n')],
    ['has a nonce', noLogout, () => provider.logoutToken({ claims: { nonce: 'n' } })],
    ['tells of something else', noLogout, () => provider.logoutToken({ claims: { events: { other: {} } } })],
    ['has the event as text', noLogout, () => provider.logoutToken({ claims: { events: { [logoutEvent]: 'yes' } } })],
    ['names nobody', noLogout, () => provider.logoutToken({ claims: { sub: undefined } })],
    ['names a session that is no text', noLogout, () => provider.logoutToken({ claims: { sid: 7 } })],
    ['names a session by half a sign', noLogout, () => provider.logoutToken({ claims: { sid: '\udc00' } })],
    ['has no id', noLogout, () => provider.logoutToken({ claims: { jti: undefined } })],
    ['is for another client', refused, () => provider.logoutToken({ claims: { aud: 'another-client' } })],
    ['is of another issuer', refused, () => provider.logoutToken({ claims: { iss: 'https://evil.test' } })],
    ['is an hour old', noLogout, () => provider.logoutToken({ claims: { iat: seconds(-3_600) } })],
    ['has expired', refused, () => provider.logoutToken({ claims: { exp: seconds(-120) } })],
    ['is missing', refused, async () => ''],
  ];
  test.each(bad)('that %s ends nothing', async (_what, code, make) => {
    await comeBack(forgedId({}));
    const { status, body } = await logOut(await make());
    expect(`${status} ${body.code}`).toBe(code);
    const [open] = await api.database
      .sql`select count(*)::int as count from sessions where provider_subject = 'vera' and ended_at is null`;
    expect(open?.count).toBeGreaterThan(0);
  });

  test('as JSON is not read', async () => {
    expect((await logOut('{}', 'application/json')).status).toBe(415);
  });
});

test('no token of the provider is in the log, whatever went wrong', () => {
  expect(api.logged.join('')).toContain('was not accepted');
  expect(api.logged.join('')).not.toMatch(/eyJ[\w-]{10}/);
});
