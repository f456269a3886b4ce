import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type GivenApi, givenApi } from './given/api.ts';

let api: GivenApi;
let admin: string;
let newark: string;
let now: Date;
beforeAll(async () => {
  now = new Date(Date.now() + 60_000); // after all that the given functions write
  api = await givenApi({ clock: { now: () => now } });
  await api.person('head', [{ role: 'administrator' }]);
  await api.person('newark', [{ role: 'administrator', site: 'EWR' }]);
});
afterAll(() => api.stop());
beforeEach(async () => {
  [admin, newark] = [await api.signIn('head'), await api.signIn('newark')];
});

const later = (days: number) => {
  now = new Date(now.getTime() + days * 24 * 3_600_000);
};
const inDays = (days: number) => new Date(now.getTime() + days * 24 * 3_600_000).toISOString();
const me = (token: string) => api.call('GET', '/v1/me', { token });
const makeKey = async (more: object = {}) => {
  const { body } = await api.call('POST', '/v1/api-keys', {
    token: admin,
    body: { name: 'WMS', role: 'integrator', ...more },
  });
  return { id: String(body.apiKeyId), key: String(body.key), prefix: String(body.prefix) };
};
const rotate = (id: string, body: object = {}, token = admin, key?: string) =>
  api.call('POST', `/v1/api-keys/${id}/rotation`, { token, body, ...(key && { key }) });
const listed = async (id: string) => {
  const { body } = await api.call('GET', '/v1/api-keys?limit=200', { token: await api.signIn('head') });
  return (body.items as { apiKeyId: string; previous: { prefix: string; lastUsedAt: string | null } | null }[]).find(
    ({ apiKeyId }) => apiKeyId === id,
  );
};

test('a rotated key has another secret, and the one before works until its date and not a moment longer', async () => {
  const old = await makeKey();
  const { status, body } = await rotate(old.id, { overlapUntil: inDays(2) });
  const fresh = String(body.key);
  expect([status, fresh === old.key, body.previousPrefix]).toEqual([201, false, old.prefix]);
  expect([(await me(old.key)).body.id, (await me(fresh)).body.id]).toEqual([old.id, old.id]);
  later(2);
  expect((await me(old.key)).body.code).toBe('access.key-invalid');
  expect((await me(fresh)).status).toBe(200);
  expect((await listed(old.id))?.previous).toBeNull();
});

test('the secret before ends at once when it is told to, and revoking ends both', async () => {
  const [one, other] = [await makeKey(), await makeKey()];
  const [first, second] = [await rotate(one.id), await rotate(other.id)];
  const previous = `/v1/api-keys/${one.id}/previous`;
  expect((await api.call('DELETE', previous, { token: admin })).status).toBe(204);
  expect([(await me(one.key)).status, (await me(String(first.body.key))).status]).toEqual([401, 200]);
  expect((await api.call('DELETE', previous, { token: admin })).body.code).toBe('api-key.not-rotating');
  await api.call('DELETE', `/v1/api-keys/${other.id}`, { token: admin });
  expect([(await me(other.key)).status, (await me(String(second.body.key))).status]).toEqual([401, 401]);
  expect((await rotate(other.id)).body.code).toBe('api-key.already-revoked');
});

test('what one secret did is known when the other repeats it', async () => {
  await api.person(`buyer-${now.getTime()}`);
  const old = await makeKey({ role: 'administrator' });
  const fresh = String((await rotate(old.id)).body.key);
  const body = { name: 'Made once', role: 'integrator' };
  const first = await api.call('POST', '/v1/api-keys', { token: old.key, body, key: 'over-the-change' });
  const again = await api.call('POST', '/v1/api-keys', { token: fresh, body, key: 'over-the-change' });
  expect([again.headers.get('idempotency-replayed'), again.body.apiKeyId]).toEqual(['true', first.body.apiKeyId]);
});

test('it is seen whether anything still uses the secret before', async () => {
  const old = await makeKey();
  await rotate(old.id);
  expect((await listed(old.id))?.previous).toMatchObject({ prefix: old.prefix, lastUsedAt: null });
  await me(old.key);
  expect((await listed(old.id))?.previous?.lastUsedAt).toBe(now.toISOString());
});

test('a rotation lengthens no secret, waits for the one before it, and ends in time', async () => {
  const old = await makeKey({ expiresAt: inDays(1) });
  expect((await rotate(old.id, { overlapUntil: inDays(91) })).body.pointer).toBe('/overlapUntil');
  expect((await rotate(old.id, { expiresAt: inDays(-1) })).body.pointer).toBe('/expiresAt');
  const { body } = await rotate(old.id, { overlapUntil: inDays(30), expiresAt: null });
  expect([body.previousUntil, body.expiresAt]).toEqual([inDays(1), null]);
  expect((await rotate(old.id)).body.code).toBe('api-key.rotation-under-way');
});

test('only who administers keys in its whole scope rotates a key', async () => {
  const old = await makeKey();
  expect((await rotate(old.id, {}, newark)).body.code).toBe('access.right-missing');
  expect((await rotate(old.id, {}, old.key)).status).toBe(403);
});

test('a repeat tells no secret, and the trail and the tables hold none', async () => {
  const old = await makeKey();
  const first = await rotate(old.id, {}, admin, 'rotate-once');
  expect((await rotate(old.id, {}, admin, 'rotate-once')).body).toEqual({ ...first.body, key: null });
  const { sql } = api.database;
  const [kept] = await sql`
    select (select jsonb_agg(to_jsonb(k)) from api_keys k)::text || (select jsonb_agg(to_jsonb(a)) from audit_entries a)::text
        || (select jsonb_agg(to_jsonb(c)) from commands c)::text as everything`;
  for (const secret of [old.key, String(first.body.key)]) {
    expect(kept?.everything).not.toContain(secret.slice(16));
    expect(api.logged.join('')).not.toContain(secret.slice(16));
  }
  expect(await sql`select from audit_entries where action = 'api-key.rotated' and subject_id = ${old.id}`).toHaveLength(
    1,
  );
});
