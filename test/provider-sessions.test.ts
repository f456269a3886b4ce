import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { publicUrl } from './given/api.ts';
import type { Browser } from './given/browser.ts';
import { atProvider, givenProviderWorld, type ProviderWorld } from './given/people-of-a-provider.ts';

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

describe('signing out', () => {
  const signOut = (browser: Browser) =>
    api.call('POST', '/v1/sessions/current/sign-out', {
      cookie: browser.cookieOf(publicUrl),
      headers: { 'Sec-Fetch-Site': 'same-origin' },
    });

  test('here tells where to sign out at the provider', async () => {
    const browser = await world.signedIn('mia');
    const { status, body } = await signOut(browser);
    expect(status).toBe(200);
    const url = new URL(String(body.providerLogout));
    expect([url.origin, url.searchParams.get('post_logout_redirect_uri')]).toEqual([
      world.provider.issuer,
      `${publicUrl}/`,
    ]);
    expect((await browser.step(url.href)).status).toBe(200);
    expect((await world.me(browser)).status).toBe(401);
  });

  test('of a session with a password has nowhere else to go', async () => {
    await api.person('nell');
    const token = await api.signIn('nell');
    expect((await api.call('POST', '/v1/sessions/current/sign-out', { token })).body.providerLogout).toBeNull();
  });

  test('at the provider ends the session here, and no other', async () => {
    const [browser, other] = [await world.signedIn('olga'), await world.signedIn('olga')];
    const page = await browser.step(`${world.provider.issuer}/session/end`);
    await browser.submit(page, { logout: 'yes' });
    expect((await world.me(browser)).body.code).toBe('access.session-ended');
    expect((await world.me(other)).status).toBe(200);
  });
});

describe('a fresh login', () => {
  const prove = async (browser: Browser) => browser.visit(`${publicUrl}/v1/sessions/oidc/signing?returnTo=/healthz`);
  /** Begins to sign without a password: a signing, or why not. */
  const sign = async (browser: Browser, key?: string) => {
    const subjects = [{ kind: 'lot', id: 'LOT-1', shownHash: '0'.repeat(64) }];
    const { status, body } = await api.call('POST', '/v1/signings', {
      cookie: browser.cookieOf(publicUrl),
      headers: { 'Sec-Fetch-Site': 'same-origin' },
      body: { meaning: 'review', subjects },
      ...(key && { key }),
    });
    return status === 201 ? String(body.signingId) : body.code;
  };
  const isSigning = expect.stringMatching(/^[0-9a-f-]{36}$/);

  test('asks even whom the provider knows already, and stands for the password at one signing', async () => {
    const browser = await world.signedIn('pia');
    expect(await sign(browser)).toBe('signature.proof-missing');
    const before = world.provider.asked;
    const page = await prove(browser);
    expect([page.status, world.provider.asked]).toEqual([200, before + 1]);
    expect(await sign(browser)).toEqual(isSigning);
    expect(await sign(browser)).toBe('signature.proof-missing');
  });

  test('is answered once more where the request is repeated, by what it was spent on', async () => {
    const browser = await world.signedIn('quin');
    await prove(browser);
    const first = await sign(browser, 'sign-1');
    expect(first).toEqual(isSigning);
    expect(await sign(browser, 'sign-1')).toBe(first);
    expect(await sign(browser, 'sign-2')).toBe('signature.proof-missing');
  });

  test('is not spent by a signing that does not come about', async () => {
    const browser = await world.signedIn('rhea');
    expect(await sign(browser, 'sign-a')).toBe('signature.proof-missing');
    await prove(browser);
    // The one transaction of the signing fails at its last step.
    const { sql } = api.database;
    await sql`alter table signing_subjects add constraint never check (kind <> 'lot') not valid`;
    expect(await sign(browser, 'sign-b')).toBe('internal');
    await sql`alter table signing_subjects drop constraint never`;
    expect(await sign(browser, 'sign-b')).toEqual(isSigning);
  });

  test('is told with the instant at which the provider says it was', async () => {
    const browser = await world.signedIn('sven');
    const loggedInAt = Math.floor(Date.now() / 1_000) * 1_000;
    world.clock.now = new Date(Date.now() + 20_000);
    await prove(browser);
    const signingId = String(await sign(browser));
    const [signing] = await api.database
      .sql`select authenticated_at, method, expires_at from signings where id = ${signingId}`;
    expect(signing?.method).toBe('oidc');
    expect(new Date(signing?.authenticated_at).getTime() - loggedInAt).toBeLessThan(20_000);
    expect(new Date(signing?.expires_at).getTime()).toBe(world.clock.now.getTime() + 5 * 60_000);
  });

  test('brings what the provider says of their roles by now', async () => {
    const browser = await world.signedIn('tess', { groups: ['auditors', 'quality-chi'] });
    const roles = async () => ((await world.me(browser)).body.grants as { role: string }[]).map(({ role }) => role);
    world.clock.now = new Date(world.clock.now.getTime() + 1_000);
    world.knownAs('tess', { groups: ['auditors'] });
    await prove(browser);
    expect(await roles()).toEqual(['auditor']);
    world.clock.now = new Date(world.clock.now.getTime() + 1_000);
    world.knownAs('tess', { groups: [] });
    const page = await prove(browser);
    expect([page.status, page.text]).toEqual([403, expect.stringContaining('provider.no-role')]);
    expect((await world.me(browser)).body.code).toBe('access.session-ended');
  });

  test('is worth nothing after five minutes, nor in another session of the same person', async () => {
    const [browser, other] = [await world.signedIn('rolf'), await world.signedIn('rolf')];
    await prove(browser);
    expect(await sign(other)).toBe('signature.proof-missing');
    world.clock.now = new Date(world.clock.now.getTime() + 5 * 60_000);
    expect(await sign(browser)).toBe('signature.proof-missing');
  });

  test('by somebody else is refused, and by nobody with an API key', async () => {
    const uma = await api.person('uma', [{ role: 'administrator' }]);
    world.clock.now = new Date(); // after what was just granted
    const token = await api.signIn('uma');
    const left = await api.call('GET', '/v1/sessions/oidc/signing', { token });
    const cookie = left.headers.getSetCookie().join().split(';')[0] ?? '';
    world.knownAs('tom');
    const back = await atProvider(world.browser(), left.headers.get('location') ?? '');
    const { status, body } = await api.call('GET', back.slice(publicUrl.length), { cookie });
    expect([status, body.code]).toEqual([403, 'provider.other-person']);
    expect(
      await api.database.sql`select from provider_logins login join sessions on sessions.id = login.session_id
                              where user_id = ${uma} and authenticated_at is null and purpose = 'signing'`,
    ).toHaveLength(1);
    const key = await api.call('POST', '/v1/api-keys', { token, body: { name: 'WMS', role: 'integrator' } });
    const asKey = await api.call('GET', '/v1/sessions/oidc/signing', { token: String(key.body.key) });
    expect(asKey.body.code).toBe('session.unknown');
  });
});
