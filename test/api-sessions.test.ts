import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type GivenApi, givenApi, password } from './given/api.ts';

let api: GivenApi;
let now: Date;

beforeAll(async () => {
  now = new Date(Date.now() + 60_000); // after all that the given functions write
  api = await givenApi({ clock: { now: () => now }, settings: { signInsPerMinute: 10_000 } });
});
afterAll(() => api.stop());

const later = (milliseconds: number) => {
  now = new Date(now.getTime() + milliseconds);
};
const signIn = (username: string, tried: string = password, headers: Record<string, string> = {}) =>
  api.call('POST', '/v1/sessions', { body: { username, password: tried }, key: null, headers });

describe('a session', () => {
  test('ends by signing out, at once, and only once', async () => {
    await api.person('cy');
    const token = await api.signIn('cy');
    expect((await api.call('GET', '/v1/me', { token })).status).toBe(200);
    const out = await api.call('DELETE', '/v1/sessions/current', { token });
    expect(out.status).toBe(204);
    expect(out.headers.get('set-cookie')).toContain('Max-Age=0');
    const after = await api.call('GET', '/v1/me', { token });
    expect([after.status, after.body.code]).toEqual([401, 'access.session-ended']);
  });

  test('ends twelve hours after it began, however busy it was', async () => {
    await api.person('cal');
    const token = await api.signIn('cal');
    for (let hour = 1; hour < 12; hour++) {
      later(3_600_000);
      expect((await api.call('GET', '/v1/me', { token })).status).toBe(200);
    }
    later(3_600_000);
    expect((await api.call('GET', '/v1/me', { token })).body.code).toBe('access.session-ended');
  });

  test('ends when it was idle for two hours', async () => {
    await api.person('cat');
    const token = await api.signIn('cat');
    later(119 * 60_000);
    expect((await api.call('GET', '/v1/me', { token })).status).toBe(200);
    later(121 * 60_000);
    expect((await api.call('GET', '/v1/me', { token })).body.code).toBe('access.session-ended');
  });

  test('is listed to its owner, who can end it, and nobody else can', async () => {
    await api.person('cleo');
    await api.person('dan');
    const [mine, other, stranger] = [await api.signIn('cleo'), await api.signIn('cleo'), await api.signIn('dan')];
    const { body } = await api.call('GET', '/v1/sessions', { token: mine });
    const items = body.items as { sessionId: string; current: boolean }[];
    expect(items.map(({ current }) => current).sort()).toEqual([false, true]);
    const path = `/v1/sessions/${items.find(({ current }) => !current)?.sessionId}`;
    expect((await api.call('DELETE', path, { token: stranger })).body.code).toBe('session.unknown');
    expect((await api.call('DELETE', path, { token: mine })).status).toBe(204);
    expect((await api.call('GET', '/v1/me', { token: other })).status).toBe(401);
  });

  test('is refused when its token was changed, cut, invented, or is no token', async () => {
    await api.person('dee');
    const token = await api.signIn('dee');
    const invented = `hs_${'A'.repeat(43)}`;
    for (const wrong of [`${token.slice(0, -2)}xx`, token.slice(0, -1), invented, "' or 1=1 --", 'x'.repeat(500)]) {
      const { status, body } = await api.call('GET', '/v1/me', { headers: { Authorization: `Bearer ${wrong}` } });
      expect([status, body.code]).toEqual([401, 'access.not-signed-in']);
    }
    const basic = await api.call('GET', '/v1/me', {
      headers: { Authorization: 'Basic abc' },
      cookie: `holdfast=${token}`,
    });
    expect(basic.status).toBe(401);
  });
});

describe('changing a password', () => {
  const change = (token: string, currentPassword: string, newPassword: string, key?: string) =>
    api.call('POST', '/v1/me/password', { token, body: { currentPassword, newPassword }, ...(key && { key }) });
  const next = 'eleven green boats at noon';

  test('needs the present one, ends the other sessions, and answers a repeat the same', async () => {
    await api.person('eve');
    const [mine, other] = [await api.signIn('eve'), await api.signIn('eve')];
    expect((await change(mine, 'wrong', next)).body.code).toBe('access.credentials-wrong');
    expect((await change(mine, password, next, 'change-1')).status).toBe(204);
    expect((await api.call('GET', '/v1/me', { token: mine })).status).toBe(200);
    expect((await api.call('GET', '/v1/me', { token: other })).status).toBe(401);
    expect((await signIn('eve', next)).status).toBe(201);
    expect((await change(mine, password, next, 'change-1')).headers.get('idempotency-replayed')).toBe('true');
    expect((await change(mine, next, password, 'change-1')).body.code).toBe('idempotency.key-reused');
  });

  test.each([
    ['short', 'too short'],
    ['aaaaaaaaaaaaaaaa', 'one character'],
    ['fred-is-my-own-name', 'the username'],
    ['Password1234', 'guessed first'],
  ])('refuses %s (%s)', async (weak) => {
    const username = `fred`;
    await api.person(username).catch(() => '');
    const { body } = await change(await api.signIn(username), password, weak);
    expect(body).toMatchObject({ code: 'password.too-weak', pointer: '/newPassword' });
  });
});
