import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { installedRoles } from '#domain/installed-roles.ts';
import { linkIdentity } from '#operations/link-identity.ts';
import { type Call, type GivenApi, givenApi } from '#test/given/api.ts';
import { givenContext } from '#test/given/context.ts';
import { commandOf } from '#test/given/lots.ts';

let api: GivenApi;
const ids: Record<string, string> = {};
const tokens: Record<string, string> = {};
const now = { at: new Date() };

beforeAll(async () => {
  api = await givenApi({ clock: { now: () => now.at }, settings: { callerCacheMilliseconds: 600_000 } });
  for (const [name, roles] of Object.entries({
    boss: ['administrator'],
    other: ['administrator'],
    amy: ['finance'],
    kim: ['executive_viewer'],
    max: [],
  })) {
    ids[name] = await api.person(
      name,
      roles.map((role) => ({ role })),
    );
    tokens[name] = await api.signIn(name);
  }
  now.at = new Date(Date.now() + 60_000);
});
afterAll(() => api.stop());

const call = (who: string, method: string, path: string, { behalf, ...given }: Call & { behalf?: string } = {}) =>
  api.call(method, `/v1${path}`, {
    token: tokens[who] ?? who,
    ...given,
    headers: { ...given.headers, ...(behalf && { 'On-Behalf-Of': ids[behalf] ?? '' }) },
  });
const later = (minutes: number) => new Date(now.at.getTime() + minutes * 60_000).toISOString();
const grant = (who: string, to: string, body: object) => call(who, 'POST', `/users/${ids[to]}/grants`, { body });
const delegate = (who: string, to: string, change: object = {}) =>
  call(who, 'POST', '/delegations', {
    body: { to: ids[to], until: later(600), reason: 'On leave until tomorrow', ...change },
  });
const roles = async (who: string, behalf?: string) => {
  const { body } = await call(who, 'GET', '/me', { ...(behalf && { behalf }) });
  return ((body.grants ?? []) as { role: string }[]).map(({ role }) => role).sort();
};
const keyOf = async (who: string) => {
  const { body } = await call(who, 'POST', '/api-keys', { body: { name: 'People', role: 'administrator' } });
  return String(body.key);
};

describe('nobody grants to themselves', () => {
  test('by way of a colleague who hands over what one gave them, with one’s own hand or a key’s', async () => {
    const key = await keyOf('boss');
    expect((await grant('boss', 'amy', { role: 'quality_manager' })).status).toBe(201);
    expect((await grant(key, 'amy', { role: 'quality_approver' })).status).toBe(201);
    expect((await grant('other', 'amy', { role: 'auditor' })).status).toBe(201);
    const handed = await delegate('amy', 'boss');
    expect(handed.status).toBe(201);
    expect(await roles('boss', 'amy')).toEqual(['auditor', 'finance']);
    expect((await delegate('amy', 'kim')).status).toBe(201);
    expect(await roles('kim', 'amy')).toEqual(['auditor', 'finance', 'quality_approver', 'quality_manager']);
    await grant('boss', 'amy', { role: 'pack_room' });
    expect(await roles('boss', 'amy')).not.toContain('pack_room');
    await call('amy', 'DELETE', `/delegations/${handed.body.delegationId}`);
  });

  test('by widening a role that a colleague has handed over, or has promised to', async () => {
    const widen = async (who: string, rights = ['lot.read', 'audit.read', 'grant.delegate']) => {
      const { body } = await call(who, 'GET', '/roles/finance');
      const answer = await call(who, 'PUT', '/roles/finance/rights', {
        body: { rights, reason: 'Finance asked for it' },
        headers: { 'If-Match': `"${body.version}"` },
      });
      return answer.status === 200 ? 'allowed' : answer.body.code;
    };
    const rows = await api.database.sql<{ id: string; role: string }[]>`
      select id, role from role_grants where user_id = ${ids.amy ?? ''}`;
    const idOf = (role: string) => rows.find((row) => row.role === role)?.id;
    for (const change of [{}, { from: later(60) }, { grantIds: [idOf('finance')] }]) {
      const handed = await delegate('amy', 'boss', change);
      expect(handed.status).toBe(201);
      expect(await widen('boss'), JSON.stringify(change)).toBe('access.own-grant');
      expect(await widen(await keyOf('boss'))).toBe('access.own-grant');
      expect(await widen('other')).toBe('allowed');
      await call('amy', 'DELETE', `/delegations/${handed.body.delegationId}`);
    }
    const auditor = await delegate('amy', 'boss', { grantIds: [idOf('auditor')] });
    expect(auditor.status).toBe(201);
    expect(await widen('boss')).toBe('allowed');
  });

  test('by saying who they are at the provider, themselves or by a key', async () => {
    const context = givenContext(api.database.db);
    await keyOf('boss');
    const [key] = await api.database.sql<{ id: string }[]>`
      select id from api_keys where created_by = ${ids.boss ?? ''} limit 1`;
    const link = async (kind: 'person' | 'api_key', id: string, userId: string) => {
      const grants = [
        { role: 'administrator' as const, rights: installedRoles.administrator, entityId: null, siteId: null },
      ];
      const input = { userId, issuer: 'https://sign-in.example', subject: userId, reason: 'Seen their badge' };
      const answer = await linkIdentity(context, commandOf({ kind, id, name: id, grants }, input));
      return answer.ok ? 'allowed' : answer.violation.code;
    };
    expect(await link('person', ids.boss ?? '', ids.boss ?? '')).toBe('access.own-grant');
    expect(await link('api_key', key?.id ?? '', ids.boss ?? '')).toBe('access.own-grant');
    expect(await link('person', ids.other ?? '', ids.boss ?? '')).toBe('allowed');
  });

  test('by a grant, a key’s grant, or a new account on somebody’s behalf', async () => {
    for (const who of ['boss', await keyOf('boss')])
      expect((await grant(who, 'boss', { role: 'quality_manager' })).body).toMatchObject({ code: 'access.own-grant' });
    await delegate('amy', 'boss');
    expect(
      (await call('boss', 'POST', `/users/${ids.kim}/grants`, { behalf: 'amy', body: { role: 'finance' } })).body,
    ).toMatchObject({ code: 'access.right-missing' });
    const account = { username: 'second', name: 'Second', password: 'seven quiet lamps under rain', grants: [] };
    expect((await call('boss', 'POST', '/users', { behalf: 'amy', body: account })).body).toMatchObject({
      code: 'access.right-missing',
    });
  });
});

test('a grant begins and ends at its instant, however long a process remembers who asks', async () => {
  const started = now.at;
  expect(await roles('max')).toEqual([]);
  await grant('boss', 'max', { role: 'auditor', validFrom: later(10), validUntil: later(30) });
  await grant('boss', 'max', { role: 'finance', validFrom: later(20), validUntil: later(40) });
  const at = async (minutes: number) => {
    now.at = new Date(started.getTime() + minutes * 60_000);
    return await roles('max');
  };
  expect(await at(9)).toEqual([]);
  expect(await at(10)).toEqual(['auditor']);
  expect(await at(19)).toEqual(['auditor']);
  expect(await at(20)).toEqual(['auditor', 'finance']);
  expect(await at(30)).toEqual(['finance']);
  expect(await at(40)).toEqual([]);
});
