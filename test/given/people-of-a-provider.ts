import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Answer, type GivenApi, givenApi, publicUrl } from './api.ts';
import { type Browser, givenBrowser } from './browser.ts';
import { type GivenProvider, givenIdentityProvider } from './identity-provider.ts';

export const start = `${publicUrl}/v1/sessions/oidc/start`;

export type ProviderWorld = {
  api: GivenApi;
  provider: GivenProvider;
  /** Now, for Holdfast; the provider goes by the real time. */
  clock: { now: Date };
  /** Whom the provider knows from now on, and who is at the keyboard when it asks. */
  knownAs(subject: string, claims?: Record<string, unknown>): void;
  /** A browser in which they have signed in. */
  signedIn(subject: string, claims?: Record<string, unknown>): Promise<Browser>;
  me(browser: Browser): Promise<Answer>;
  browser(): Browser;
  stop(): Promise<void>;
};

/** Holdfast with a provider it trusts, and a table that turns some of its groups into roles. */
export async function givenProviderWorld(): Promise<ProviderWorld> {
  const folder = mkdtempSync(join(tmpdir(), 'holdfast-roles-'));
  const rolesPath = join(folder, 'roles.json');
  const rows = [
    { claim: 'groups', value: 'quality-chi', role: 'quality_inspector', site: 'CHI' },
    { claim: 'groups', value: 'auditors', role: 'auditor' },
    { claim: 'groups', value: 'ghosts', role: 'auditor', site: 'NOWHERE' },
  ];
  writeFileSync(rolesPath, JSON.stringify(rows));
  const clock = { now: new Date() };
  const provider = await givenIdentityProvider();
  const api = await givenApi(
    { clock: { now: () => clock.now }, settings: { signInsPerMinute: 10_000, jwksCooldownMilliseconds: 0 } },
    { ...provider.env, HOLDFAST_OIDC_ROLES_PATH: rolesPath },
  );
  await provider.serve(api.url);

  const knownAs = (subject: string, claims: Record<string, unknown> = {}) => {
    provider.people.set(subject, {
      name: `${subject} of Example`,
      preferred_username: subject,
      email: `${subject}@example.com`,
      groups: ['auditors'],
      ...claims,
    });
    provider.whoLogsIn = subject;
  };
  return {
    api,
    provider,
    clock,
    knownAs,
    async signedIn(subject, claims = {}) {
      knownAs(subject, claims);
      const browser = givenBrowser(api.url);
      const page = await browser.visit(`${start}?returnTo=/healthz`);
      if (page.url !== `${publicUrl}/healthz`) throw new Error(`${page.status} at ${page.url}: ${page.text}`);
      return browser;
    },
    me: (browser) => api.call('GET', '/v1/me', { cookie: browser.cookieOf(publicUrl) }),
    browser: () => givenBrowser(api.url),
    stop: async () => {
      await api.stop();
      provider.stop();
      rmSync(folder, { recursive: true });
    },
  };
}

/** Goes through the provider, from where we sent a browser, and stops before our callback. */
export async function atProvider(browser: Browser, to: string): Promise<string> {
  let url = to;
  while (!url.startsWith(`${publicUrl}/v1/sessions/oidc/callback`)) {
    const page = await browser.step(url);
    url = new URL(page.headers.get('location') ?? '', url).href;
  }
  return url;
}
