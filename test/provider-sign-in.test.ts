import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { givenApi, publicUrl } from './given/api.ts';
import { givenProviderWorld, type ProviderWorld, start } from './given/people-of-a-provider.ts';

let api: ProviderWorld['api'];
let world: ProviderWorld;
beforeAll(async () => {
  world = await givenProviderWorld();
  api = world.api;
});
afterAll(() => world.stop());
beforeEach(() => {
  world.clock.now = new Date();
});

describe('signing in with the identity provider', () => {
  test('makes an account at the first time and finds it at the next, by issuer and subject', async () => {
    const first = await world.me(await world.signedIn('ana', { preferred_username: 'Ana Lindqvist' }));
    expect(first.body).toMatchObject({
      kind: 'person',
      name: 'ana of Example',
      grants: [{ role: 'auditor', siteId: null }],
    });
    const renamed = await world.me(
      await world.signedIn('ana', { preferred_username: 'a.l', name: 'Ana Berg', email: 'new@example.com' }),
    );
    expect([renamed.body.id, renamed.body.name]).toEqual([first.body.id, 'Ana Berg']);
    const { sql } = api.database;
    const [user] = await sql`select username, password_hash, email from users where id = ${String(first.body.id)}`;
    expect(user).toEqual({ username: 'ana-lindqvist', password_hash: null, email: 'new@example.com' });
    const trail =
      await sql`select action, actor_id from audit_entries where subject_id = ${String(first.body.id)} order by position`;
    expect(trail.map(({ action }) => action)).toEqual(['user.created', 'role.granted', 'user.renamed']);
    expect(new Set(trail.map(({ actor_id }) => actor_id))).toEqual(new Set(['identity-provider']));
  });

  test('never joins a local account for its name or e-mail address', async () => {
    const localId = await api.person('boris', [{ role: 'administrator' }]);
    await api.database.sql`update users set email = 'boris@example.com' where id = ${localId}`;
    const { body } = await world.me(await world.signedIn('boris'));
    expect(body.id).not.toBe(localId);
    expect(body.grants).toMatchObject([{ role: 'auditor' }]);
    const [other] = await api.database.sql`select username from users where id = ${String(body.id)}`;
    expect(other?.username).toMatch(/^boris-[0-9a-f]{8}$/);
  });

  test('gives the roles of the table, takes back those that are gone, and leaves what an administrator gave', async () => {
    const before = await world.me(await world.signedIn('cleo', { groups: ['auditors', 'quality-chi', 'ghosts'] }));
    expect((before.body.grants as { role: string }[]).map(({ role }) => role).sort()).toEqual([
      'auditor',
      'quality_inspector',
    ]);
    const userId = String(before.body.id);
    const { sql } = api.database;
    const [given] =
      await sql`select after from audit_entries where action = 'role.not-resolved' and subject_id = ${userId}`;
    expect(given?.after).toEqual({ role: 'auditor', site: 'NOWHERE' });
    await sql`insert into role_grants (id, user_id, role, valid_from, granted_by)
              values (gen_random_uuid(), ${userId}, 'finance', ${world.clock.now.toISOString()}, 'somebody')`;
    world.clock.now = new Date(world.clock.now.getTime() + 1_000);
    const after = await world.me(await world.signedIn('cleo', { groups: ['quality-chi'] }));
    expect((after.body.grants as { role: string }[]).map(({ role }) => role).sort()).toEqual([
      'finance',
      'quality_inspector',
    ]);
  });

  test('lets nobody in who has no role, and leaves nothing of them', async () => {
    world.knownAs('dora', { groups: ['staff'] });
    const page = await world.browser().visit(start);
    expect([page.status, page.text]).toEqual([403, expect.stringContaining('provider.no-role')]);
    const { sql } = api.database;
    expect(await sql`select from users where name like 'dora%'`).toHaveLength(0);
    expect(await sql`select from user_identities where subject = 'dora'`).toHaveLength(0);
  });

  test('takes away here what was taken away there, although it lets nobody in for it', async () => {
    const open = await world.signedIn('nora', { groups: ['quality-chi'] });
    const userId = String((await world.me(open)).body.id);
    world.clock.now = new Date(world.clock.now.getTime() + 1_000);
    world.knownAs('nora', { groups: ['staff'] });
    const page = await world.browser().visit(start);
    expect([page.status, page.text]).toEqual([403, expect.stringContaining('provider.no-role')]);

    expect((await world.me(open)).body.code).toBe('access.session-ended');
    const { sql } = api.database;
    const grants = await sql`select role from role_grants where user_id = ${userId} and valid_until is null`;
    expect(grants).toHaveLength(0);
    const trail = await sql`select action, after from audit_entries
                             where actor_id = 'identity-provider' and recorded_at >= ${world.clock.now.toISOString()}
                               and (subject_id = ${userId} or action = 'session.ended') order by position`;
    expect(trail).toEqual([
      { action: 'role.ended', after: null },
      { action: 'session.ended', after: 'without-role' },
    ]);
    // The group given back opens the same account again.
    world.clock.now = new Date(world.clock.now.getTime() + 1_000);
    expect((await world.me(await world.signedIn('nora', { groups: ['quality-chi'] }))).body.id).toBe(userId);
  });

  test('does not open an account that was closed here', async () => {
    const { body } = await world.me(await world.signedIn('emil'));
    await api.database.sql`update users set active = false where id = ${String(body.id)}`;
    const page = await world.browser().visit(start);
    expect([page.status, page.text]).toEqual([403, expect.stringContaining('provider.account-closed')]);
  });

  test('of one person twice at once for the first time makes one account', async () => {
    world.knownAs('flora');
    await Promise.all([1, 2, 3].map(() => world.browser().visit(start)));
    expect(await api.database.sql`select from user_identities where subject = 'flora'`).toHaveLength(1);
  });

  test('goes on when the provider has changed its keys', async () => {
    await world.signedIn('gus');
    await world.provider.rotateKeys();
    expect((await world.me(await world.signedIn('gus'))).status).toBe(200);
  });

  test('keeps no token of the provider and none of ours', async () => {
    const browser = await world.signedIn('hugo');
    const [, token = ''] = /holdfast=([^;]+)/.exec(browser.cookieOf(publicUrl)) ?? [];
    expect(token).toMatch(/^hs_/);
    const { sql } = api.database;
    const [kept] = await sql`
      select (select jsonb_agg(to_jsonb(s))::text from sessions s) || (select jsonb_agg(to_jsonb(l))::text from provider_logins l)
          || (select jsonb_agg(to_jsonb(c))::text from commands c) || (select jsonb_agg(to_jsonb(a))::text from audit_entries a) as everything`;
    for (const secret of [token, 'eyJ', 'what only Holdfast and its provider know'])
      expect(`${kept?.everything}${api.logged.join('')}`).not.toContain(secret);
  });

  test('is offered where there is a provider, and only there', async () => {
    expect((await api.call('GET', '/v1/sessions/ways')).body).toMatchObject({
      provider: { start: '/v1/sessions/oidc/start' },
    });
    const without = await givenApi();
    expect((await without.call('GET', '/v1/sessions/ways')).body).toEqual({ password: true, provider: null });
    expect((await without.call('GET', '/v1/sessions/oidc/start')).body.code).toBe('provider.not-configured');
    await without.stop();
  });

  test('waits for a provider that is away, and only that does', async () => {
    const away = await givenApi({}, { ...world.provider.env, HOLDFAST_OIDC_ISSUER: 'http://127.0.0.1:1' });
    const { status, body, headers } = await away.call('GET', '/v1/sessions/oidc/start');
    expect([status, body.code, headers.get('retry-after')]).toEqual([503, 'provider.unavailable', '2']);
    await away.person('local');
    expect(await away.signIn('local')).toMatch(/^hs_/);
    await away.stop();
  });
});
