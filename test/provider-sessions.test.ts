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
  const sign = async (browser: Browser) => {
    const subjects = [{ kind: 'lot', id: 'LOT-1', shownHash: '0'.repeat(64) }];
    const { status, body } = await api.call('POST', '/v1/signings', {
      cookie: browser.cookieOf(publicUrl),
      headers: { 'Sec-Fetch-Site': 'same-origin' },
      body: { meaning: 'review', subjects },
    });
    return status === 201 || body.code;
  };

  test('asks even whom the provider knows already, and stands for the password at one signing', async () => {
    const browser = await world.signedIn('pia');
    expect(await sign(browser)).toBe('signature.proof-missing');
    const before = world.provider.asked;
    const page = await prove(browser);
    expect([page.status, world.provider.asked]).toEqual([200, before + 1]);
    expect(await sign(browser)).toBe(true);
    expect(await sign(browser)).toBe('signature.proof-missing');
  });

  test('is worth nothing after five minutes, nor in another session of the same person', async () => {
    const [browser, other] = [await world.signedIn('rolf'), await world.signedIn('rolf')];
    await prove(browser);
    expect(await sign(other)).toBe('signature.proof-missing');
    world.clock.now = new Date(world.clock.now.getTime() + 5 * 60_000);
    expect(await sign(browser)).toBe('signature.proof-missing');
  });

  test('by somebody else is refused, and by nobody with an API key', async () => {
    await api.person('uma', [{ role: 'administrator' }]);
    world.clock.now = new Date(); // after what was just granted
    const token = await api.signIn('uma');
    const left = await api.call('GET', '/v1/sessions/oidc/signing', { token });
    const cookie = left.headers.getSetCookie().join().split(';')[0] ?? '';
    world.knownAs('tom');
    const back = await atProvider(world.browser(), left.headers.get('location') ?? '');
    const { status, body } = await api.call('GET', back.slice(publicUrl.length), { cookie });
    expect([status, body.code]).toEqual([403, 'provider.other-person']);
    expect(
      await api.database.sql`select from provider_logins where authenticated_at is null and purpose = 'signing'`,
    ).toHaveLength(1);
    const key = await api.call('POST', '/v1/api-keys', { token, body: { name: 'WMS', role: 'integrator' } });
    const asKey = await api.call('GET', '/v1/sessions/oidc/signing', { token: String(key.body.key) });
    expect(asKey.body.code).toBe('session.unknown');
  });
});
