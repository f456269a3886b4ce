import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { publicUrl } from './given/api.ts';
import { atProvider, givenProviderWorld, type ProviderWorld, start } from './given/people-of-a-provider.ts';

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

describe('a login that comes back', () => {
  const left = async () => {
    const browser = world.browser();
    const { headers } = await browser.step(start);
    return { browser, to: headers.get('location') ?? '' };
  };

  test('asks with PKCE, a state and a nonce that are no others and that the cookie does not tell', async () => {
    const [one, other] = [await left(), await left()];
    const asked = new URL(one.to).searchParams;
    expect(asked.get('code_challenge_method')).toBe('S256');
    expect(asked.get('response_type')).toBe('code');
    for (const name of ['state', 'nonce', 'code_challenge']) {
      expect(asked.get(name)).toMatch(/^[\w-]{43}$/);
      expect(asked.get(name)).not.toBe(new URL(other.to).searchParams.get(name));
    }
    const text = Buffer.from(one.browser.cookieOf(publicUrl).split('=')[1] ?? '', 'base64url').toString();
    for (const name of ['state', 'nonce']) expect(text).not.toContain(asked.get(name) ?? '');
  });

  test('counts once: its replay is refused, in the same browser and in another', async () => {
    world.knownAs('ida');
    const { browser, to } = await left();
    const back = await atProvider(browser, to);
    const cookie = browser.cookieOf(publicUrl);
    const path = back.slice(publicUrl.length);
    expect((await api.call('GET', path, { cookie })).status).toBe(200);
    const again = await api.call('GET', path, { cookie });
    expect([again.status, again.body.code]).toEqual([400, 'provider.login-over']);
  });

  test('counts only in the browser that left for it', async () => {
    world.knownAs('jan');
    const { browser, to } = await left();
    const path = (await atProvider(browser, to)).slice(publicUrl.length);
    const [without, other] = [await api.call('GET', path), (await left()).browser.cookieOf(publicUrl)];
    expect(without.body.code).toBe('provider.login-over');
    expect((await api.call('GET', path, { cookie: other })).body.code).toBe('provider.refused');
  });

  test('is over after ten minutes, and when its cookie was changed', async () => {
    world.knownAs('kai');
    const { browser, to } = await left();
    const path = (await atProvider(browser, to)).slice(publicUrl.length);
    const cookie = browser.cookieOf(publicUrl);
    const [name, sealed = ''] = cookie.split('=');
    const [text = '', mark] = sealed.split('.');
    const flow = JSON.parse(Buffer.from(text, 'base64url').toString()) as object;
    const changed = Buffer.from(JSON.stringify({ ...flow, returnTo: '//evil.test' })).toString('base64url');
    expect((await api.call('GET', path, { cookie: `${name}=${changed}.${mark}` })).body.code).toBe(
      'provider.login-over',
    );
    world.clock.now = new Date(world.clock.now.getTime() + 10 * 60_000);
    expect((await api.call('GET', path, { cookie })).body.code).toBe('provider.login-over');
  });

  test('after a no at the provider is told as such, and the trail knows', async () => {
    const { browser, to } = await left();
    const state = new URL(to).searchParams.get('state');
    const path = `/v1/sessions/oidc/callback?error=access_denied&error_description=%3Cscript%3E&state=${state}&iss=${encodeURIComponent(world.provider.issuer)}`;
    const { status, body } = await api.call('GET', path, { cookie: browser.cookieOf(publicUrl) });
    expect([status, body.code]).toEqual([401, 'provider.refused']);
    expect(body.detail).toContain('access_denied');
    const [row] = await api.database
      .sql`select after from audit_entries where action = 'sign-in.refused' order by position desc limit 1`;
    expect(row?.after).toBe('provider.refused');
  });

  test.each([
    '//evil.test',
    '/\\evil.test',
    'https://evil.test',
    '/%0d%0aLocation:x" onload="',
    'javascript:alert(1)',
    '',
  ])('leads nobody to %s', async (returnTo) => {
    const { status } = await api.call('GET', `/v1/sessions/oidc/start?${new URLSearchParams({ returnTo })}`);
    expect(status).toBe(400);
  });

  test('ends the session that the browser had before', async () => {
    const browser = await world.signedIn('lea');
    const old = browser.cookieOf(publicUrl);
    await browser.visit(start);
    expect((await world.me(browser)).status).toBe(200);
    expect((await api.call('GET', '/v1/me', { cookie: old })).body.code).toBe('access.session-ended');
  });
});
