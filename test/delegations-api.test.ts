import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Call, type GivenApi, givenApi } from '#test/given/api.ts';
import { cheese, delivery } from '#test/given/deliveries.ts';

let api: GivenApi;
let ids: Record<string, string>;
let tokens: Record<string, string>;
const now = { at: new Date() };

beforeAll(async () => {
  api = await givenApi({
    clock: { now: () => now.at },
    settings: { callerCacheMilliseconds: 0, sessionIdleMinutes: 600 },
  });
  const people = {
    ruth: [{ role: 'warehouse_lead', site: 'EWR' }],
    amy: [{ role: 'executive_viewer' }],
    ben: [{ role: 'executive_viewer' }],
    boss: [{ role: 'administrator' }],
    newark: [{ role: 'administrator', site: 'EWR' }],
  };
  ids = {};
  tokens = {};
  for (const [name, grants] of Object.entries(people)) {
    ids[name] = await api.person(name, grants);
    tokens[name] = await api.signIn(name);
  }
  // Their grants began by the clock of the test, which goes on.
  now.at = new Date();
});
afterAll(() => api.stop());

const call = (who: string, method: string, path: string, { behalf, ...given }: Call & { behalf?: string } = {}) =>
  api.call(method, `/v1${path}`, {
    token: tokens[who] ?? '',
    ...given,
    headers: { ...given.headers, ...(behalf && { 'On-Behalf-Of': ids[behalf] ?? behalf }) },
  });
const hours = (count: number): string => new Date(now.at.getTime() + count * 3_600_000).toISOString();
const delegate = (who: string, to: string, change: object = {}) =>
  call(who, 'POST', '/delegations', {
    body: { to: ids[to] ?? to, until: hours(24), reason: 'On leave until tomorrow', ...change },
  });
const receive = (who: string, behalf?: string) =>
  call(who, 'POST', '/receipts', { body: delivery({ lines: [cheese()] }), ...(behalf && { behalf }) });

test('a colleague acts with what was handed over, on behalf of who gave it, and the trail names both', async () => {
  expect((await receive('amy')).status).toBe(403);
  expect((await receive('amy', 'ruth')).body).toMatchObject({ code: 'access.not-standing-in' });
  const given = await delegate('ruth', 'amy');
  expect(given).toMatchObject({ status: 201, body: { to: ids.amy } });

  expect((await receive('amy')).status).toBe(403);
  expect(await receive('amy', 'ruth')).toMatchObject({ status: 201 });
  const { body: me } = await call('amy', 'GET', '/me', { behalf: 'ruth' });
  expect(me).toMatchObject({
    id: ids.amy,
    onBehalfOf: { id: ids.ruth, name: 'ruth' },
    grants: [{ role: 'warehouse_lead' }],
  });
  const { body: trail } = await call('boss', 'GET', `/audit?actor=${ids.amy}&action=receipt.recorded`);
  const [entry] = await api.database.sql`
    select distinct on_behalf_of_name from audit_entries where actor_id = ${ids.amy ?? ''} and on_behalf_of_id is not null`;
  expect(entry).toMatchObject({ on_behalf_of_name: 'ruth' });
  expect(trail.items).toBeDefined();
  const duties = await api.database
    .sql`select distinct person_name, on_behalf_of_name from lot_duties where person_id = ${ids.amy ?? ''}`;
  expect(duties).toMatchObject([{ person_name: 'amy', on_behalf_of_name: 'ruth' }]);
  const { body: listed } = await call('amy', 'GET', '/delegations');
  expect(listed.items).toMatchObject([{ from: { name: 'ruth' }, to: { name: 'amy' }, grantIds: null, inForce: true }]);
  expect((await call('ben', 'DELETE', `/delegations/${given.body.delegationId}`)).status).toBe(404);
  expect((await call('amy', 'DELETE', `/delegations/${given.body.delegationId}`)).status).toBe(204);
  expect((await receive('amy', 'ruth')).status).toBe(403);
  expect((await call('ruth', 'DELETE', `/delegations/${given.body.delegationId}`)).body).toMatchObject({
    code: 'delegation.unknown',
  });
});

test('what was handed over goes no further, reaches nobody else, and ends with its time and with the grant itself', async () => {
  const started = now.at;
  await delegate('ruth', 'amy', { from: hours(1), until: hours(3) });
  expect((await receive('amy', 'ruth')).status).toBe(403);
  now.at = new Date(started.getTime() + 7_200_000);
  expect((await receive('amy', 'ruth')).status).toBe(201);
  expect((await receive('ben', 'ruth')).status).toBe(403);
  expect(
    await call('amy', 'POST', '/delegations', {
      behalf: 'ruth',
      body: { to: ids.ben, until: hours(1), reason: 'Hand it on to Ben' },
    }),
  ).toMatchObject({ status: 403 });
  now.at = new Date(started.getTime() + 10_800_001);
  expect((await receive('amy', 'ruth')).status).toBe(403);
  now.at = new Date();
});

test('a part of the grants is handed over as that part', async () => {
  const giver = await api.person('part', [{ role: 'warehouse_lead', site: 'EWR' }, { role: 'finance' }]);
  ids.part = giver;
  now.at = new Date();
  tokens.part = await api.signIn('part');
  const rows = await api.database.sql`select id, role from role_grants where user_id = ${giver} order by role`;
  const finance = rows.find((row) => row.role === 'finance')?.id;
  expect((await delegate('part', 'ben', { grantIds: [finance] })).status).toBe(201);
  const { body } = await call('ben', 'GET', '/me', { behalf: 'part' });
  expect(body.grants).toMatchObject([{ role: 'finance' }]);
  const foreign = await api.database.sql`select id from role_grants where user_id = ${ids.ruth ?? ''}`;
  expect(await delegate('part', 'amy', { grantIds: [foreign[0]?.id] })).toMatchObject({
    body: { code: 'grant.unknown' },
  });
});

test('nothing is handed to oneself, for longer than an absence, without a reason, or backwards', async () => {
  for (const [change, code] of [
    [{ to: ids.ruth }, 'access.own-grant'],
    [{ until: hours(24 * 93) }, 'delegation.too-long'],
    [{ until: hours(-1) }, 'request.malformed'],
    [{ from: hours(-1) }, 'request.malformed'],
    [{ reason: 'away' }, 'reason.too-short'],
    [{ to: '019a2f3e-7c00-7000-8000-000000000000' }, 'user.unknown'],
  ] as const)
    expect((await delegate('ruth', 'amy', change)).body, code).toMatchObject({ code });
  expect(await call('amy', 'GET', '/me', { behalf: "' or 1=1" })).toMatchObject({ status: 403 });
});

describe('nobody grants to themselves', () => {
  const grant = (who: string, to: string, given: Call & { behalf?: string } = {}) =>
    call(who, 'POST', `/users/${ids[to]}/grants`, { body: { role: 'quality_manager' }, ...given });

  test('by a delegation: rights over people and roles stay with who has them', async () => {
    await api.database.sql`insert into role_rights values ('administrator', 'grant.delegate')`;
    expect((await delegate('boss', 'newark')).status).toBe(201);
    for (const to of ['newark', 'boss', 'amy'])
      expect(await grant('newark', to, { behalf: 'boss' }), to).toMatchObject({
        body: { code: 'access.right-missing' },
      });
    await api.database.sql`delete from role_rights where role = 'administrator' and "right" = 'grant.delegate'`;
  });

  test('by a key, or by a key that the key made', async () => {
    const key = async (token: string) => {
      const made = await api.call('POST', '/v1/api-keys', { token, body: { name: 'People', role: 'administrator' } });
      return String(made.body.key);
    };
    const first = await key(tokens.boss ?? '');
    const second = await key(first);
    for (const token of [first, second]) {
      expect((await grant('', 'boss', { token })).body).toMatchObject({ code: 'access.own-grant' });
      const role = token === first ? 'finance' : 'transport';
      expect((await grant('', 'amy', { token, body: { role } })).status).toBe(201);
    }
  });

  test('by changing a role they hold', async () => {
    const change = async (who: string, role: string, rights: string[], version?: number) => {
      const { body } = await call(who, 'GET', `/roles/${role}`);
      return await call(who, 'PUT', `/roles/${role}/rights`, {
        body: { rights, reason: 'Executives asked for it' },
        headers: { 'If-Match': `"${version ?? body.version}"` },
      });
    };
    expect((await change('boss', 'administrator', ['lot.read'])).body).toMatchObject({ code: 'access.own-grant' });
    expect((await change('boss', 'system', ['lot.read'])).body).toMatchObject({ code: 'role.not-changeable' });
    expect((await change('newark', 'finance', ['lot.read'])).body).toMatchObject({ code: 'access.right-missing' });
    expect((await change('boss', 'finance', ['moon.land'])).status).toBe(400);
    expect((await change('boss', 'finance', ['lot.read'], 99)).status).toBe(412);
    expect((await change('boss', 'nobody', ['lot.read'], 1)).body).toMatchObject({ code: 'role.unknown' });
    const changed = await change('boss', 'executive_viewer', ['lot.read', 'audit.read']);
    expect(changed).toMatchObject({ status: 200, body: { rights: ['audit.read', 'lot.read'], version: 2 } });
    expect((await call('ben', 'GET', '/audit')).status).toBe(200);
    expect((await call('ben', 'GET', '/holds')).status).toBe(403);
    const [entry] = await api.database.sql`select before, after from audit_entries where action = 'role.changed'`;
    expect(entry).toMatchObject({ after: { added: ['audit.read'] }, before: { rights: expect.anything() } });
  });
});

test('a grant has dates and a category, and counts within them alone', async () => {
  const carl = await api.person('carl');
  ids.carl = carl;
  tokens.carl = await api.signIn('carl');
  const [item] = await api.database.sql`select category from items where code = 'GC-BULK'`;
  const grant = (change: object) =>
    call('boss', 'POST', `/users/${carl}/grants`, { body: { role: 'auditor', ...change } });
  expect((await grant({ category: 'no such' })).body).toMatchObject({ code: 'category.unknown' });
  expect((await grant({ validFrom: hours(2), validUntil: hours(1) })).status).toBe(400);
  expect((await grant({ validFrom: hours(1), validUntil: hours(3), category: item?.category })).status).toBe(201);
  const stock = async () => (await call('carl', 'GET', '/stock')).body;

  expect(await stock()).toMatchObject({ code: 'access.right-missing' });
  const started = now.at;
  now.at = new Date(started.getTime() + 7_200_000);
  await receive('ruth');
  const { items } = (await stock()) as { items: { item: string }[] };
  expect(items.length).toBeGreaterThan(0);
  now.at = new Date(started.getTime() + 10_800_001);
  expect(await stock()).toMatchObject({ code: 'access.right-missing' });
  now.at = new Date();
});
