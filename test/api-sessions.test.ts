import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type GivenApi, givenApi, password, publicUrl } from './given/api.ts';

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

describe('signing in', () => {
  test('with the right password answers a token that counts as bearer and as cookie', async () => {
    const userId = await api.person('ana');
    const { status, body, headers } = await signIn('  ANA ');
    expect(status).toBe(201);
    expect(body).toMatchObject({ userId, name: 'ana' });
    expect(body.token).toMatch(/^hs_[\w-]{43}$/);
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('set-cookie')).toBe(`holdfast=${body.token}; Path=/; Max-Age=43200; HttpOnly; SameSite=Strict`);

    const bearer = await api.call('GET', '/v1/me', { token: String(body.token) });
    expect(bearer.body).toMatchObject({ id: userId, kind: 'person', name: 'ana', grants: [], rights: [] });
    const cookie = await api.call('GET', '/v1/me', { cookie: `a=b; holdfast=${body.token}` });
    expect(cookie.body).toEqual(bearer.body);
  });

  test('makes a new token each time, whatever cookie came along', async () => {
    await api.person('ann');
    const first = await signIn('ann');
    const planted = { Cookie: `holdfast=${first.body.token}` };
    const second = await signIn('ann', password, planted);
    expect(second.body.token).not.toBe(first.body.token);
    expect(second.body.sessionId).not.toBe(first.body.sessionId);
  });

  test('answers the same to a wrong password, to nobody, and to a closed account', async () => {
    await api.person('abe');
    await api.database.sql`update users set active = false where username = 'abe'`;
    await api.person('abi');
    const answers = [await signIn('abi', 'wrong'), await signIn('nobody', 'wrong'), await signIn('abe')];
    for (const { status, body, headers } of answers) {
      expect(status).toBe(401);
      expect(headers.get('www-authenticate')).toBe('Bearer realm="holdfast"');
      expect({ ...body, requestId: '' }).toEqual({ ...answers[0]?.body, requestId: '' });
    }
  });

  test('takes as long for nobody as for somebody: a hash is always checked', async () => {
    await api.person('amy');
    const time = async (username: string) => {
      const started = performance.now();
      await signIn(username, 'wrong');
      return performance.now() - started;
    };
    const rounds = [1, 2, 3, 4];
    const somebody = Math.min(...(await sequence(rounds, () => time('amy'))));
    const nobody = Math.min(...(await sequence(rounds, () => time('noone'))));
    expect(nobody).toBeGreaterThan(somebody / 3);
  });

  test('keeps neither password nor token', async () => {
    await api.person('ari');
    const { body } = await signIn('ari');
    const { sql } = api.database;
    const rows =
      await sql`select to_jsonb(u) as user, to_jsonb(s) as session from users u join sessions s on s.user_id = u.id where username = 'ari'`;
    const [audit] = await sql`select jsonb_agg(to_jsonb(a)) as rows from audit_entries a`;
    const kept = JSON.stringify([rows, audit]) + api.logged.join('');
    expect(kept).toContain('$argon2id$v=19$m=19456,t=2,p=1$');
    expect(kept).not.toContain(password);
    expect(kept).not.toContain(String(body.token));
  });

  test('by https sets a cookie no other host can plant', async () => {
    const other = await givenApi({}, { HOLDFAST_PUBLIC_URL: 'https://holdfast.test' });
    await other.person('ash');
    const { headers } = await other.call('POST', '/v1/sessions', { body: { username: 'ash', password } });
    expect(headers.get('set-cookie')).toMatch(/^__Host-holdfast=hs_.*; Path=\/; .*HttpOnly; SameSite=Strict; Secure$/);
    expect(headers.get('strict-transport-security')).toContain('max-age');
    await other.stop();
  });
});

describe('failing', () => {
  test('five times in a row locks the account for a time that grows, also for the right password', async () => {
    await api.person('bo');
    for (let i = 0; i < 5; i++) expect((await signIn('bo', 'wrong')).status).toBe(401);
    const locked = await signIn('bo');
    expect(locked.status).toBe(429);
    expect(locked.body.code).toBe('access.locked-out');
    expect(locked.headers.get('retry-after')).toBe('30');

    later(31_000);
    expect((await signIn('bo', 'wrong')).status).toBe(401);
    expect((await signIn('bo')).headers.get('retry-after')).toBe('60');
    later(61_000);
    expect((await signIn('bo')).status).toBe(201);
    expect((await signIn('bo', 'wrong')).status).toBe(401);
    expect((await signIn('bo')).status).toBe(201);
  });

  test('of many guesses at once no more than five are checked', async () => {
    await api.person('ben');
    const answers = await Promise.all(Array.from({ length: 30 }, () => signIn('ben', 'wrong')));
    expect(answers.filter(({ status }) => status === 401)).toHaveLength(5);
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(25);
  });

  test('does not happen to one person signing in many times at once', async () => {
    await api.person('bea');
    const answers = await Promise.all(Array.from({ length: 12 }, () => signIn('bea')));
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 201));
  });

  test('is audited, with the address and without the name that was tried', async () => {
    await signIn('secret-typed-as-name', 'x');
    const { sql } = api.database;
    const rows =
      await sql`select after, from_address, request_id from audit_entries where action = 'sign-in.refused' order by position desc limit 1`;
    expect(rows[0]).toMatchObject({ after: 'access.credentials-wrong', from_address: '127.0.0.1' });
    const [found] =
      await sql`select count(*)::int as count from audit_entries a where to_jsonb(a)::text like '%secret-typed-as-name%'`;
    expect(found?.count).toBe(0);
  });
});

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

describe('a cookie', () => {
  const post = async (username: string, headers: Record<string, string>) => {
    await api.person(username);
    const cookie = `holdfast=${await api.signIn(username)}`;
    return api.call('DELETE', '/v1/sessions/current', { cookie, headers });
  };

  test.each([
    ['another site', { 'Sec-Fetch-Site': 'cross-site' }],
    ['a neighbouring site', { 'Sec-Fetch-Site': 'same-site', Origin: publicUrl }],
    ['another origin', { Origin: 'http://evil.test' }],
    ['an origin that only begins like ours', { Origin: `${publicUrl}.evil.test` }],
    ['no page', {}],
    ['a sandboxed frame', { Origin: 'null' }],
  ])('changes nothing when sent from %s', async (from, headers) => {
    const { status, body } = await post(`guy-${from.replaceAll(' ', '-')}`, headers as Record<string, string>);
    expect([status, body.code]).toEqual([403, 'access.csrf']);
  });

  test.each([
    ['our own pages', { 'Sec-Fetch-Site': 'same-origin' }],
    ['our own origin, by an older browser', { Origin: publicUrl }],
  ])('counts from %s', async (from, headers) => {
    expect((await post(`hal-${from.slice(-7)}`.trim().toLowerCase(), headers as Record<string, string>)).status).toBe(
      204,
    );
  });

  test('of another site signs nobody in', async () => {
    await api.person('ivy');
    const { body } = await signIn('ivy', password, { 'Sec-Fetch-Site': 'cross-site' });
    expect(body.code).toBe('access.csrf');
  });
});

async function sequence<T, R>(items: readonly T[], act: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  for (const item of items) results.push(await act(item));
  return results;
}
