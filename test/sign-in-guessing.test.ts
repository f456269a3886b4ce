import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Answer, type GivenApi, givenApi, password } from './given/api.ts';

let api: GivenApi;
let now: Date;
beforeAll(async () => {
  now = new Date(Date.now() + 60_000); // after all that the given functions write
  api = await givenApi(
    { clock: { now: () => now }, settings: { signInsPerMinute: 10_000 } },
    { HOLDFAST_TRUST_PROXY: '1' },
  );
});
afterAll(() => api.stop());

const later = (minutes: number) => {
  now = new Date(now.getTime() + minutes * 60_000);
};
let addresses = 0;
const newAddress = () => `198.51.100.${++addresses}`;
const signIn = (username: string, tried: string, from = '203.0.113.1') =>
  api.call('POST', '/v1/sessions', { body: { username, password: tried }, headers: { 'X-Forwarded-For': from } });
const told = ({ status, body, headers }: Answer) => [status, body.code, body.detail, headers.get('retry-after')];

describe('whether somebody has an account', () => {
  test('is not told by the answers to guessing: a name that nobody has locks like any other', async () => {
    await api.person('ana');
    const address = newAddress();
    for (let i = 0; i < 7; i++) {
      const [known, unknown] = [await signIn('ana', 'wrong', address), await signIn('nobody', 'wrong', address)];
      expect(told(unknown)).toEqual(told(known));
    }
    later(1);
    expect(told(await signIn('nobody', 'wrong', address))).toEqual(told(await signIn('ana', 'wrong', address)));
    later(24 * 60);
    for (let i = 0; i < 6; i++)
      expect(told(await signIn('nobody', 'wrong', address))).toEqual(told(await signIn('ana', 'wrong', address)));
  });

  test('is not told by how long the right name takes when it is locked', async () => {
    const address = newAddress();
    await api.person('bo');
    for (let i = 0; i < 5; i++) await signIn('bo', 'wrong', address);
    // No hash is checked for a locked name, so a locked name costs the same for the right password as for a wrong one.
    expect(told(await signIn('bo', password, address))).toEqual(told(await signIn('bo', 'wrong', address)));
  });
});

describe('a network', () => {
  test('from which one guess is made at each of many names waits, and no other network does', async () => {
    await api.person('cy');
    const spraying = newAddress();
    for (let i = 0; i < 51; i++) expect((await signIn(`name-${i}`, 'wrong', spraying)).status).toBe(401);
    const refused = await signIn('cy', password, spraying);
    expect([refused.status, refused.body.code, refused.headers.get('retry-after')]).toEqual([
      429,
      'access.locked-out',
      '30',
    ]);
    expect(refused.body.detail).toContain('network');
    expect((await signIn('cy', password, newAddress())).status).toBe(201);
    later(1);
    expect((await signIn('name-x', 'wrong', spraying)).status).toBe(401);
    expect((await signIn('cy', password, spraying)).headers.get('retry-after')).toBe('60');
    later(61);
    expect((await signIn('cy', password, spraying)).status).toBe(201);
  });

  test('of IPv6 is counted by its /64', async () => {
    for (let i = 0; i < 51; i++) await signIn(`six-${i}`, 'wrong', `2001:db8:1:2::${i + 1}`);
    expect((await signIn('six', 'wrong', '2001:db8:1:2:ffff::1')).status).toBe(429);
    expect((await signIn('six', 'wrong', '2001:db8:1:3::1')).status).toBe(401);
  });
});

test('names and addresses that failed are kept as HMACs, for a day', async () => {
  await signIn('my-password-in-the-wrong-field', 'x', newAddress());
  const { sql } = api.database;
  const rows = await sql<{ key: string }[]>`select key from sign_in_failures`;
  expect(rows.every(({ key }) => /^(name|network):[0-9a-f]{64}$/.test(key))).toBe(true);
  later(25 * 60);
  // Each failure forgets a hundred.
  for (const name of ['another', 'and-another']) await signIn(name, 'x', newAddress());
  const old =
    await sql`select from sign_in_failures where last_failed_at < ${new Date(now.getTime() - 24 * 3_600_000).toISOString()}`;
  expect(old).toHaveLength(0);
});
