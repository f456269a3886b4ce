import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair } from 'jose';
import Provider, { type Configuration } from 'oidc-provider';
import { publicUrl } from './api.ts';

/** What a person's claims are, by the subject that the provider calls them. */
export type Directory = Map<string, Record<string, unknown>>;

export type GivenProvider = {
  issuer: string;
  /** The settings of a Holdfast that trusts it. */
  env: Record<string, string>;
  people: Directory;
  /** Whose password is typed whenever it is asked for. */
  whoLogsIn: string;
  /** How often a person was asked. */
  asked: number;
  /** Begins to serve; ends sessions at the Holdfast at this address. */
  serve(holdfastUrl: string): Promise<void>;
  /** Signs with another key from now on, and offers no other. */
  rotateKeys(): Promise<void>;
  stop(): void;
};

const minutes = 600;
const clientId = 'holdfast';
const clientSecret = 'what only Holdfast and its provider know';

/** A real OpenID provider on a free port, with people instead of login pages. */
export async function givenIdentityProvider(): Promise<GivenProvider> {
  let handle = async (_req: IncomingMessage, res: ServerResponse): Promise<void> => void res.writeHead(503).end();
  const server = createServer((req, res) => void handle(req, res));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo; // it listens on a port
  const issuer = `http://127.0.0.1:${port}`;
  let holdfast = '';

  const given: GivenProvider = {
    issuer,
    env: {
      HOLDFAST_OIDC_ISSUER: issuer,
      HOLDFAST_OIDC_CLIENT_ID: clientId,
      HOLDFAST_OIDC_CLIENT_SECRET: clientSecret,
      HOLDFAST_OIDC_SCOPES: 'openid profile email groups',
    },
    people: new Map(),
    whoLogsIn: '',
    asked: 0,
    async serve(holdfastUrl) {
      holdfast = holdfastUrl;
      await given.rotateKeys();
    },
    async rotateKeys() {
      const provider = new Provider(issuer, await configurationOf(given.people, holdfast));
      const callback = provider.callback();
      handle = async (req, res) => {
        if (!req.url?.startsWith('/interaction/')) return void callback(req, res);
        given.asked += 1;
        const result = { login: { accountId: given.whoLogsIn, remember: true } };
        await provider.interactionFinished(req, res, result, { mergeWithLastSubmission: false });
      };
    },
    stop: () => {
      server.close();
      server.closeAllConnections();
    },
  };
  return given;
}

async function configurationOf(people: Directory, holdfast: string): Promise<Configuration> {
  const { privateKey } = await generateKeyPair('RS256', { extractable: true });
  const key = { ...(await exportJWK(privateKey)), use: 'sig', alg: 'RS256', kid: `key-${Date.now()}` };
  return {
    clients: [
      {
        client_id: clientId,
        client_secret: clientSecret,
        redirect_uris: [`${publicUrl}/v1/sessions/oidc/callback`],
        post_logout_redirect_uris: [`${publicUrl}/`],
        backchannel_logout_uri: `${holdfast}/v1/sessions/oidc/back-channel-logout`,
        backchannel_logout_session_required: true,
      },
    ],
    jwks: { keys: [key] },
    cookies: { keys: ['a key for the cookies of the provider'] },
    claims: { openid: ['sub'], profile: ['name', 'preferred_username'], email: ['email'], groups: ['groups'] },
    conformIdTokenClaims: false,
    pkce: { required: () => true },
    features: {
      devInteractions: { enabled: false },
      rpInitiatedLogout: { enabled: true },
      backchannelLogout: { enabled: true },
    },
    // Its own keeps away from loopback addresses, where everything of a test is.
    fetch: (url, options) => {
      const { dispatcher: _guard, ...plain } = (options ?? {}) as RequestInit;
      return fetch(url, plain);
    },
    // Told by name, it writes no notice about each.
    ttl: { Interaction: minutes, Grant: minutes, Session: minutes, AccessToken: minutes, IdToken: minutes },
    interactions: { url: (_ctx, { uid }) => `/interaction/${uid}` },
    findAccount: (_ctx, id) =>
      people.has(id) ? { accountId: id, claims: () => ({ sub: id, ...people.get(id) }) } : undefined,
    // The company has consented for everybody.
    async loadExistingGrant(ctx) {
      const { client, session, provider } = ctx.oidc;
      if (!client || !session?.accountId) return undefined;
      const grant = new provider.Grant({ clientId: client.clientId, accountId: session.accountId });
      grant.addOIDCScope('openid profile email groups');
      await grant.save();
      return grant;
    },
  };
}
