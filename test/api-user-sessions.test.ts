import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type GivenApi, givenApi, password } from './given/api.ts';
import { type ForgingProvider, givenForgingProvider } from './given/forging-provider.ts';

let api: GivenApi;
let admin: string;
let newark: string;
let provider: ForgingProvider;
beforeAll(async () => {
  provider = await givenForgingProvider({ slash: '/' });
  api = await givenApi({ settings: { signInsPerMinute: 10_000 } }, provider.env);
  await api.person('head', [{ role: 'administrator' }]);
  await api.person('newark', [{ role: 'administrator', site: 'EWR' }]);
  [admin, newark] = [await api.signIn('head'), await api.signIn('newark')];
});
afterAll(async () => {
  await api.stop();
  provider.stop();
});

const me = (token: string) => api.call('GET', '/v1/me', { token });
const end = (path: string, token = admin) => api.call('DELETE', `/v1/users/${path}`, { token });

describe('an administrator', () => {
  test('sees the sessions of a person and ends one, or all, at once', async () => {
    const id = await api.person('ana', [{ role: 'auditor' }]);
    const [one, two, three] = [await api.signIn('ana'), await api.signIn('ana'), await api.signIn('ana')];
    const { body } = await api.call('GET', `/v1/users/${id}/sessions`, { token: admin });
    const items = body.items as { sessionId: string; method: string }[];
    expect(items.map(({ method }) => method)).toEqual(['password', 'password', 'password']);
    expect((await end(`${id}/sessions/${items[0]?.sessionId}`)).body).toEqual({ ended: 1 });
    expect([(await me(one)).status, (await me(two)).status, (await me(three)).status]).toEqual([200, 200, 401]);
    expect((await end(`${id}/sessions/${items[0]?.sessionId}`)).body.code).toBe('session.unknown');
    expect((await end(`${id}/sessions`)).body).toEqual({ ended: 2 });
    expect([(await me(one)).status, (await me(two)).status]).toEqual([401, 401]);
  });

  test('of one site neither sees nor ends sessions of somebody who works elsewhere too', async () => {
    const id = await api.person('bea', [{ role: 'auditor' }]);
    const token = await api.signIn('bea');
    const look = await api.call('GET', `/v1/users/${id}/sessions`, { token: newark });
    expect([look.body.code, (await end(`${id}/sessions`, newark)).body.code]).toEqual(
      Array(2).fill('access.right-missing'),
    );
    expect((await me(token)).status).toBe(200);
  });
});

test('a person ends all their other sessions, and nobody else the sessions of another', async () => {
  await api.person('cy');
  const [mine, other] = [await api.signIn('cy'), await api.signIn('cy')];
  const { body } = await api.call('DELETE', '/v1/sessions/others', { token: mine });
  expect([body.ended, (await me(mine)).status, (await me(other)).status]).toEqual([1, 200, 401]);
});

describe('a password that somebody else chose', () => {
  const setTo = (id: string, chosen: string, token = admin) =>
    api.call('POST', `/v1/users/${id}/password`, {
      token,
      body: { password: chosen, reason: 'Forgotten; asked at the desk' },
    });
  const chosen = 'nine paper boats upstream';
  const signIn = (username: string, tried: string) =>
    api.call('POST', '/v1/sessions', { body: { username, password: tried } });

  test('opens nothing but its change, whether set later or with the account', async () => {
    const id = await api.person('dan', [{ role: 'administrator' }]);
    const before = await api.signIn('dan');
    expect((await setTo(id, chosen)).body).toEqual({ userId: id, passwordChangeDue: true });
    expect((await me(before)).status).toBe(401);
    expect((await signIn('dan', password)).status).toBe(401);
    const token = String((await signIn('dan', chosen)).body.token);
    const refused = await api.call('GET', '/v1/users', { token });
    expect([refused.status, refused.body.code]).toEqual([403, 'access.password-change-due']);
    expect((await me(token)).status).toBe(200);

    const change = (newPassword: string) =>
      api.call('POST', '/v1/me/password', { token, body: { currentPassword: chosen, newPassword } });
    expect((await change(chosen)).body.code).toBe('password.too-weak');
    expect((await change('eleven green boats at noon')).status).toBe(204);
    expect((await api.call('GET', '/v1/users', { token })).status).toBe(200);

    const body = { username: 'new.one', name: 'New One', password: chosen, grants: [{ role: 'auditor' }] };
    await api.call('POST', '/v1/users', { token: admin, body });
    const fresh = String((await signIn('new.one', chosen)).body.token);
    expect((await api.call('GET', '/v1/lots', { token: fresh })).body.code).toBe('access.password-change-due');
  });

  test('is set by who administers that person, for others only, and lies nowhere', async () => {
    const id = await api.person('eli', [{ role: 'auditor' }]);
    expect((await setTo(id, chosen, newark)).body.code).toBe('access.right-missing');
    expect((await setTo(id, 'short')).body.code).toBe('password.too-weak');
    const own = String((await me(admin)).body.id);
    expect((await setTo(own, chosen)).body.code).toBe('access.own-grant');
    await setTo(id, chosen);
    const { sql } = api.database;
    const [kept] =
      await sql`select (select jsonb_agg(to_jsonb(a)) from audit_entries a)::text || (select jsonb_agg(to_jsonb(c)) from commands c)::text as everything`;
    expect(kept?.everything + api.logged.join('')).not.toContain(chosen);
  });

  test('unlocks an account that was locked by guessing', async () => {
    const id = await api.person('fay');
    for (let i = 0; i < 5; i++) await signIn('fay', 'wrong');
    expect((await signIn('fay', password)).status).toBe(429);
    await setTo(id, chosen);
    const [user] = await api.database.sql`select failed_sign_ins, locked_until from users where username = 'fay'`;
    expect(user).toEqual({ failed_sign_ins: 0, locked_until: null });
  });
});

test('an identity is joined to an account by an administrator alone, and to one account only', async () => {
  const [gus, hal] = [await api.person('gus', [{ role: 'auditor' }]), await api.person('hal', [{ role: 'auditor' }])];
  const link = (id: string, subject: string, token = admin) =>
    api.call('PUT', `/v1/users/${id}/identity`, { token, body: { subject, reason: 'Moved to the company directory' } });
  // By what the provider calls itself, here with a slash that the settings have not: its tokens will say the same.
  expect((await link(gus, 'sub-1')).body).toEqual({ userId: gus, issuer: provider.issuer, subject: 'sub-1' });
  expect((await link(hal, 'sub-1')).body.code).toBe('user.identity-taken');
  expect((await link(gus, 'sub-2')).body.code).toBe('user.identity-taken');
  expect((await link(hal, 'sub-3', newark)).body.code).toBe('access.right-missing');
  expect((await link(String((await me(admin)).body.id), 'sub-4')).body.code).toBe('access.own-grant');
});

test('whom an administrator has linked comes in to that account, however the settings write the provider', async () => {
  const id = await api.person('ivy', [{ role: 'auditor' }]);
  const body = { subject: 'vera', reason: 'Moved to the company directory' };
  expect((await api.call('PUT', `/v1/users/${id}/identity`, { token: admin, body })).status).toBe(200);
  const left = await api.call('GET', '/v1/sessions/oidc/start');
  const asked = new URL(left.headers.get('location') ?? '').searchParams;
  provider.idToken = await provider.idTokenFor(asked.get('nonce') ?? '');
  const cookie = left.headers.getSetCookie().join().split(';')[0] ?? '';
  const back = await api.call('GET', `/v1/sessions/oidc/callback?code=c&state=${asked.get('state')}`, { cookie });
  const opened = back.headers.getSetCookie().find((line) => line.startsWith('holdfast=hs_')) ?? '';
  expect((await me(/holdfast=([^;]+)/.exec(opened)?.[1] ?? '')).body.id).toBe(id);
});
