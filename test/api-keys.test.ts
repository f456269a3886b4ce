import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type GivenApi, givenApi, password } from './given/api.ts';

let api: GivenApi;
let admin: string;
let adminId: string;
let newark: string;
let now: Date;

beforeAll(async () => {
  now = new Date(Date.now() + 60_000); // after all that the given functions write
  api = await givenApi({ clock: { now: () => now } });
  adminId = await api.person('head', [{ role: 'administrator' }]);
  admin = await api.signIn('head');
  await api.person('newark', [{ role: 'administrator', site: 'EWR' }]);
  newark = await api.signIn('newark');
});
afterAll(() => api.stop());

const later = (milliseconds: number) => {
  now = new Date(now.getTime() + milliseconds);
};
const createKey = (body: object, token = admin, key?: string) =>
  api.call('POST', '/v1/api-keys', { token, body, ...(key && { key }) });
const me = (token: string) => api.call('GET', '/v1/me', { token });
const audited = async (action: string, subjectId: unknown) => {
  const { sql } = api.database;
  return sql`select actor_id, after, before, request_id, reason from audit_entries where action = ${action} and subject_id = ${String(subjectId)}`;
};
describe('an API key', () => {
  test('is told once, opens what its role opens, and is kept as an HMAC', async () => {
    const made = await createKey({ name: 'WMS', role: 'integrator', site: 'EWR' }, admin, 'key-once');
    expect(made.status).toBe(201);
    const key = String(made.body.key);
    expect(key).toMatch(new RegExp(`^hf_${made.body.prefix}_[\\w-]{43}$`));
    const { body } = await me(key);
    expect(body).toMatchObject({
      id: made.body.apiKeyId,
      kind: 'api_key',
      name: 'WMS',
      grants: [{ role: 'integrator' }],
    });

    const again = await createKey({ name: 'WMS', role: 'integrator', site: 'EWR' }, admin, 'key-once');
    expect([again.status, again.body]).toEqual([201, { ...made.body, key: null }]);
    expect(await audited('api-key.created', made.body.apiKeyId)).toMatchObject([{ actor_id: adminId }]);

    const { sql } = api.database;
    const [kept] = await sql`
      select (select jsonb_agg(to_jsonb(k)) from api_keys k)::text || (select jsonb_agg(to_jsonb(a)) from audit_entries a)::text
          || (select jsonb_agg(to_jsonb(c)) from commands c)::text as everything`;
    expect(kept?.everything).toContain(made.body.prefix);
    expect(kept?.everything).not.toContain(key.slice(16));
    expect(api.logged.join('')).not.toContain(key.slice(16));
  });

  test('stops at once when it is revoked, for good', async () => {
    const { body } = await createKey({ name: 'TMS', role: 'integrator' });
    expect((await me(String(body.key))).status).toBe(200);
    const path = `/v1/api-keys/${body.apiKeyId}`;
    expect((await api.call('DELETE', path, { token: admin })).status).toBe(204);
    const after = await me(String(body.key));
    expect([after.status, after.body.code]).toEqual([401, 'access.key-invalid']);
    expect((await api.call('DELETE', path, { token: admin })).body.code).toBe('api-key.already-revoked');
    expect(await audited('api-key.revoked', body.apiKeyId)).toHaveLength(1);
  });

  test('revoked by another process stops within two seconds', async () => {
    const { body } = await createKey({ name: 'EDI', role: 'integrator' });
    expect((await me(String(body.key))).status).toBe(200);
    await api.database.sql`update api_keys set revoked_at = now() where id = ${String(body.apiKeyId)}`;
    later(2_000);
    expect((await me(String(body.key))).status).toBe(401);
  });

  test('stops when it expires', async () => {
    const expiresAt = new Date(now.getTime() + 60_000).toISOString();
    const { body } = await createKey({ name: 'Trial', role: 'integrator', expiresAt });
    expect((await me(String(body.key))).status).toBe(200);
    later(60_000);
    expect((await me(String(body.key))).body.code).toBe('access.key-invalid');
    expect((await createKey({ name: 'Late', role: 'integrator', expiresAt })).body.pointer).toBe('/expiresAt');
  });

  test('with the right prefix and a wrong secret is refused', async () => {
    const { body } = await createKey({ name: 'Guess', role: 'integrator' });
    const { status } = await me(`hf_${body.prefix}_${'A'.repeat(43)}`);
    expect(status).toBe(401);
  });

  test('is listed with when it was last used, to the minute', async () => {
    const { body } = await createKey({ name: 'Used', role: 'integrator' });
    const lastUsed = async () => {
      const list = await api.call('GET', '/v1/api-keys?limit=200', { token: admin });
      const items = list.body.items as { apiKeyId: string; lastUsedAt: string | null }[];
      return items.find(({ apiKeyId }) => apiKeyId === body.apiKeyId)?.lastUsedAt;
    };
    expect(await lastUsed()).toBeNull();
    const first = now.toISOString();
    await me(String(body.key));
    later(30_000);
    await me(String(body.key));
    expect(await lastUsed()).toBe(first);
    later(31_000);
    await me(String(body.key));
    expect(await lastUsed()).toBe(now.toISOString());
  });

  test('reaches no further than whoever makes it', async () => {
    for (const body of [{ role: 'integrator' }, { role: 'integrator', site: 'ONT' }]) {
      const refused = await createKey({ name: 'Wide', ...body }, newark);
      expect([refused.status, refused.body.code]).toEqual([403, 'access.right-missing']);
    }
    const made = await createKey({ name: 'Narrow', role: 'integrator', site: 'EWR' }, newark);
    expect(made.status).toBe(201);
    const wide = await createKey({ name: 'Everywhere', role: 'integrator' });
    const revoke = await api.call('DELETE', `/v1/api-keys/${wide.body.apiKeyId}`, { token: newark });
    expect(revoke.body.code).toBe('access.right-missing');
    const { body } = await api.call('GET', '/v1/api-keys?limit=200', { token: newark });
    expect((body.items as { site: string }[]).every(({ site }) => site === 'EWR')).toBe(true);
  });

  test('names what it cannot be given, all at once', async () => {
    const { status, body } = await createKey({ name: 'X', role: 'integrator', site: 'NOWHERE', entity: 'NOBODY' });
    expect(status).toBe(422);
    expect((body.errors as { code: string; pointer: string }[]).map(({ code, pointer }) => [code, pointer])).toEqual([
      ['entity.unknown', '/entity'],
      ['site.unknown', '/site'],
    ]);
  });

  test('has no session, and cannot change a password', async () => {
    const { body } = await createKey({ name: 'Machine', role: 'administrator' });
    const token = String(body.key);
    expect((await api.call('DELETE', '/v1/sessions/current', { token })).body.code).toBe('session.unknown');
    expect((await api.call('GET', '/v1/sessions', { token })).body.code).toBe('session.unknown');
    const change = { currentPassword: password, newPassword: 'eleven green boats at noon' };
    expect((await api.call('POST', '/v1/me/password', { token, body: change })).body.code).toBe('session.unknown');
  });
});
