import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type CryptoKey, exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose';

const clientId = 'holdfast';
export const logoutEvent = 'http://schemas.openid.net/event/backchannel-logout';

export type Forged = {
  /** In place of what is usual; undefined takes a claim away. */
  claims?: Record<string, unknown>;
  header?: Record<string, unknown>;
  /** Signed with this instead of the provider's key. */
  key?: CryptoKey | Uint8Array;
};

export type ForgingProvider = {
  issuer: string;
  env: Record<string, string>;
  /** The provider's public key, in the form that a confused verifier would take for a shared secret. */
  publicKeyText: Uint8Array;
  /** What the token endpoint answers next. */
  idToken: string;
  keysFetched: number;
  sign(usual: JWTPayload, forged?: Forged): Promise<string>;
  idTokenFor(nonce: string, forged?: Forged): Promise<string>;
  logoutToken(forged?: Forged): Promise<string>;
  stop(): void;
};

/**
 * A provider that answers whatever token a test makes, for what no honest one would ever send. With a slash it calls itself by
 * its address with one, and is set without, as happens with real ones.
 */
export async function givenForgingProvider({ slash = '' } = {}): Promise<ForgingProvider> {
  const { privateKey, publicKey } = await generateKeyPair('RS256', { extractable: true });
  const jwk = { ...(await exportJWK(publicKey)), use: 'sig', alg: 'RS256', kid: 'the-key' };
  const server = createServer((req, res) => {
    const found = answers[(req.url ?? '').split('?')[0] ?? '']?.();
    res.writeHead(found ? 200 : 404, { 'Content-Type': 'application/json' }).end(JSON.stringify(found ?? {}));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo; // it listens on a port
  const address = `http://127.0.0.1:${port}`;
  const issuer = `${address}${slash}`;
  const answers: Record<string, () => object> = {
    '/.well-known/openid-configuration': () => ({
      issuer,
      authorization_endpoint: `${address}/auth`,
      token_endpoint: `${address}/token`,
      jwks_uri: `${address}/keys`,
      response_types_supported: ['code'],
      subject_types_supported: ['public'],
      // Whoever asks the token or the provider which algorithm to take is lost.
      id_token_signing_alg_values_supported: ['RS256', 'HS256', 'none'],
    }),
    '/keys': () => {
      given.keysFetched += 1;
      return { keys: [jwk] };
    },
    '/token': () => ({ access_token: 'unused', token_type: 'Bearer', id_token: given.idToken }),
  };
  const seconds = () => Math.floor(Date.now() / 1000);
  const given: ForgingProvider = {
    issuer,
    env: {
      HOLDFAST_OIDC_ISSUER: address,
      HOLDFAST_OIDC_CLIENT_ID: clientId,
      HOLDFAST_OIDC_CLIENT_SECRET: 'what only Holdfast and its provider know',
    },
    publicKeyText: new TextEncoder().encode(JSON.stringify(jwk)),
    idToken: '',
    keysFetched: 0,
    async sign(usual, { claims = {}, header = {}, key = privateKey } = {}) {
      const jwt = new SignJWT({ ...usual, ...claims });
      return jwt.setProtectedHeader({ alg: 'RS256', kid: 'the-key', ...header }).sign(key);
    },
    idTokenFor: (nonce, forged) =>
      given.sign(
        { iss: issuer, aud: clientId, sub: 'vera', name: 'Vera', nonce, iat: seconds(), exp: seconds() + 300 },
        forged,
      ),
    logoutToken: ({ header, ...forged } = {}) =>
      given.sign(
        {
          iss: issuer,
          aud: clientId,
          sub: 'vera',
          jti: crypto.randomUUID(),
          iat: seconds(),
          exp: seconds() + 120,
          events: { [logoutEvent]: {} },
        },
        { header: { typ: 'logout+jwt', ...header }, ...forged },
      ),
    stop: () => {
      server.close();
      server.closeAllConnections();
    },
  };
  return given;
}

/** A token without a signature: what a verifier that believes the header takes for good. */
export function unsigned(token: string, header: Record<string, unknown> = { alg: 'none' }): string {
  const [, payload = ''] = token.split('.');
  return `${Buffer.from(JSON.stringify(header)).toString('base64url')}.${payload}.`;
}
