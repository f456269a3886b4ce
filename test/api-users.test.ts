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
const createUser = (body: object, token = admin, key?: string) =>
  api.call('POST', '/v1/users', { token, body: { name: 'A person', password, ...body }, ...(key && { key }) });
const grant = (userId: string, body: object, token = admin) =>
  api.call('POST', `/v1/users/${userId}/grants`, { token, body });
const me = (token: string) => api.call('GET', '/v1/me', { token });
const audited = async (action: string, subjectId: unknown) => {
  const { sql } = api.database;
  return sql`select actor_id, after, before, request_id, reason from audit_entries where action = ${action} and subject_id = ${String(subjectId)}`;
};
describe('the door', () => {
  test('names the right that is missing', async () => {
    await api.person('warehouse', [{ role: 'warehouse_lead' }]);
    const { status, body } = await api.call('GET', '/v1/users', { token: await api.signIn('warehouse') });
    expect([status, body.code, body.detail]).toEqual([
      403,
      'access.right-missing',
      'warehouse lacks the right "user.administer"',
    ]);
  });

  test('is asked before anything is read: a body tells nobody what a contract looks like', async () => {
    const { status, body } = await api.call('POST', '/v1/users', { body: {} });
    expect([status, body.code]).toEqual([401, 'access.not-signed-in']);
  });
});

describe('an account', () => {
  test('is made with its roles, once, and its password leaves no trace', async () => {
    const body = { username: 'kim', grants: [{ role: 'quality_approver', site: 'EWR' }] };
    const made = await createUser(body, admin, 'kim');
    expect(made.status).toBe(201);
    expect((await createUser(body, admin, 'kim')).body).toEqual(made.body);
    expect((await createUser({ ...body, password: 'another good pass phrase' }, admin, 'kim')).status).toBe(422);
    const { body: mine } = await me(await api.signIn('kim'));
    expect(mine).toMatchObject({ grants: [{ role: 'quality_approver', entityId: null }] });
    expect(mine.rights).toContain('review.decide');
    expect(await audited('user.created', made.body.userId)).toMatchObject([{ actor_id: adminId }]);
    expect(JSON.stringify(await audited('user.created', made.body.userId))).not.toContain(password);
  });

  test.each([
    ['taken', { username: 'head' }, 409, 'user.name-taken'],
    ['weak password', { username: 'weak', password: 'short' }, 422, 'password.too-weak'],
    ['the role of the rules', { username: 'sys', grants: [{ role: 'system' }] }, 400, 'request.malformed'],
    ['odd name', { username: 'a b' }, 400, 'request.malformed'],
    ['its own id', { username: 'own', userId: '019a2f3e-7c00-7000-8000-000000000001' }, 400, 'request.malformed'],
    ['a hash', { username: 'hash', passwordHash: '$argon2id$' }, 400, 'request.malformed'],
    ['no failures counted', { username: 'fail', failedSignIns: -100 }, 400, 'request.malformed'],
    [
      'rights in a grant',
      { username: 'r', grants: [{ role: 'quality_approver', rights: ['history.import'] }] },
      400,
      'request.malformed',
    ],
  ])('with %s is refused', async (_what, body, status, code) => {
    const answer = await createUser(body);
    expect([answer.status, answer.body.code]).toEqual([status, code]);
  });

  test('made twice at once is made once', async () => {
    const answers = await Promise.all([1, 2, 3, 4].map(() => createUser({ username: 'twin' })));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409]);
  });

  test('is closed with a reason: its sessions end at once', async () => {
    const { body } = await createUser({ username: 'leo' });
    const token = await api.signIn('leo');
    expect((await me(token)).status).toBe(200);
    const path = `/v1/users/${body.userId}/deactivation`;
    const closed = await api.call('POST', path, { token: admin, body: { reason: 'Left the company' } });
    expect(closed.body).toEqual({ userId: body.userId, active: false });
    expect((await me(token)).body.code).toBe('access.session-ended');
    expect(await audited('user.deactivated', body.userId)).toMatchObject([{ reason: 'Left the company' }]);
    const again = await api.call('POST', path, { token: admin, body: { reason: 'Left the company' } });
    expect(again.body.code).toBe('user.inactive');
  });

  test('of wider scope is not closed by a narrower administrator', async () => {
    const { body } = await api.call('POST', `/v1/users/${adminId}/deactivation`, {
      token: newark,
      body: { reason: 'Mine' },
    });
    expect(body.code).toBe('access.right-missing');
  });

  test('list pages by username and tells the grants in force', async () => {
    const seen: string[] = [];
    let cursor: unknown = null;
    do {
      const at = cursor === null ? '' : `&cursor=${cursor}`;
      const { body } = await api.call('GET', `/v1/users?limit=3${at}`, { token: admin });
      const items = body.items as { username: string; grants: unknown[] }[];
      expect(items.length).toBeLessThanOrEqual(3);
      seen.push(...items.map(({ username }) => username));
      cursor = body.nextCursor;
    } while (cursor !== null);
    expect(seen).toEqual([...new Set(seen)].sort());
    expect(seen).toContain('newark');
  });
});

describe('a grant', () => {
  test('counts at once, and until it is taken back', async () => {
    const { body } = await createUser({ username: 'max' });
    const token = await api.signIn('max');
    expect((await me(token)).body.rights).toEqual([]);
    const granted = await grant(String(body.userId), { role: 'auditor' });
    expect(granted.status).toBe(201);
    expect((await me(token)).body.rights).toContain('audit.read');
    const path = `/v1/users/${body.userId}/grants/${granted.body.grantId}`;
    expect((await api.call('DELETE', path, { token: admin })).status).toBe(204);
    expect((await me(token)).body.rights).toEqual([]);
    expect((await api.call('DELETE', path, { token: admin })).body.code).toBe('grant.unknown');
    expect(await audited('role.granted', body.userId)).toHaveLength(1);
    expect(await audited('role.ended', body.userId)).toHaveLength(1);
  });

  test('ends by itself where it has an end', async () => {
    const { body } = await createUser({ username: 'mia' });
    const token = await api.signIn('mia');
    await grant(String(body.userId), { role: 'auditor', validUntil: new Date(now.getTime() + 60_000).toISOString() });
    expect((await me(token)).body.rights).toContain('audit.read');
    later(60_000);
    expect((await me(token)).body.rights).toEqual([]);
  });

  test('is given by nobody to themselves', async () => {
    const { status, body } = await grant(adminId, { role: 'quality_manager' });
    expect([status, body.code]).toEqual([403, 'access.own-grant']);
  });

  test('reaches no further than whoever gives it', async () => {
    const { body } = await createUser({ username: 'nan' });
    const wide = await grant(String(body.userId), { role: 'quality_approver' }, newark);
    expect(wide.body.code).toBe('access.right-missing');
    expect((await grant(String(body.userId), { role: 'quality_approver', site: 'EWR' }, newark)).status).toBe(201);
  });
});
