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

  test('costs as much for nobody as for somebody: a hash is always checked', async () => {
    await api.person('amy');
    const cost = async (username: string) => {
      const before = process.cpuUsage();
      await signIn(username, 'wrong');
      return process.cpuUsage(before).user;
    };
    const rounds = [1, 2, 3, 4];
    const somebody = Math.min(...(await sequence(rounds, () => cost('amy'))));
    const nobody = Math.min(...(await sequence(rounds, () => cost('noone'))));
    // An answer without a hash costs a twentieth.
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

async function sequence<T, R>(items: readonly T[], act: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  for (const item of items) results.push(await act(item));
  return results;
}
