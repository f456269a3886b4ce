import { type JWTPayload, jwtVerify } from 'jose';
import * as openid from 'openid-client';
import type { Logger } from 'pino';
import type { IdentityProviderConfig } from '#config';
import type { ProviderPerson } from '#domain/provider-login.ts';
import { allow, type Result, refuse } from '#domain/result.ts';
import type { ProviderLogout } from '#operations/end-provider-sessions.ts';
import type { LoginFlow, LoginSecrets } from './login-flow.ts';
import { claimedId, readLogoutClaims } from './logout-token.ts';
import { createProviderClient, type ProviderClient, type ProviderClientSettings } from './provider-client.ts';
import { refuseProviderFault } from './provider-faults.ts';

/** Where the provider sends people back to, and where they land after signing out there. */
export const callbackPath = '/v1/sessions/oidc/callback';

const idTokenTypes = [undefined, 'jwt'];
const logoutTokenTypes = ['logout+jwt'];

/** An OpenID provider as we speak to it (OpenID Connect Core 1.0, authorization code flow; RFC 9700). */
export type IdentityProvider = {
  name: string;
  /** What it calls itself in its tokens: not always to the letter what the settings call it. */
  issuer(): Promise<Result<string>>;
  /** Where a browser logs in; `fresh` asks for a proof even of who is logged in there. */
  loginUrl(secrets: LoginSecrets, fresh: boolean): Promise<Result<string>>;
  /** Whom the provider vouches for by what came back. */
  whoCameBack(search: string, secrets: LoginSecrets, flow: LoginFlow): Promise<Result<ProviderPerson>>;
  /** Where a browser signs out there too; null where the provider has no such place. */
  logoutUrl(): Promise<string | null>;
  /** Whose sessions a logout token says are over. */
  readLogoutToken(token: string, now: Date): Promise<Result<ProviderLogout>>;
};

export function createIdentityProvider(
  config: IdentityProviderConfig,
  { publicUrl, log, settings }: { publicUrl: string; log: Logger; settings: ProviderClientSettings },
): IdentityProvider {
  const find = createProviderClient(config, settings);
  const callbackUrl = new URL(callbackPath, publicUrl).href;

  async function asking<T>(doing: string, ask: (client: ProviderClient) => Promise<Result<T>>): Promise<Result<T>> {
    try {
      return await ask(await find());
    } catch (error) {
      return refuseProviderFault(error, log, doing);
    }
  }

  /** Signature, issuer, audience and times; the algorithm is ours to choose and never the token's. */
  async function verified(
    token: string,
    { keys, configuration }: ProviderClient,
    types: readonly (string | undefined)[],
  ): Promise<JWTPayload> {
    const { payload, protectedHeader } = await jwtVerify(token, keys, {
      algorithms: [config.algorithm],
      issuer: configuration.serverMetadata().issuer,
      audience: config.clientId,
      clockTolerance: config.clockSkewSeconds,
    });
    // One kind of token must not pass for another (RFC 8725, 3.11).
    const type = protectedHeader.typ?.toLowerCase().replace(/^application\//, '');
    if (!types.includes(type))
      throw new Error(`A token of the type ${type?.slice(0, 40)} is not the one that is taken here`);
    return payload;
  }

  return {
    name: config.name,
    issuer: () => asking('finding it', async ({ configuration }) => allow(configuration.serverMetadata().issuer)),
    loginUrl: ({ state, nonce, codeChallenge }, fresh) =>
      asking('sending somebody there', async ({ configuration }) => {
        const url = openid.buildAuthorizationUrl(configuration, {
          redirect_uri: callbackUrl,
          scope: config.scopes.join(' '),
          state,
          nonce,
          code_challenge: codeChallenge,
          code_challenge_method: 'S256',
          ...(config.acrValues.length > 0 && { acr_values: config.acrValues.join(' ') }),
          ...(fresh && { prompt: 'login', max_age: '0' }),
        });
        return allow(url.href);
      }),
    whoCameBack: (search, { state, nonce, codeVerifier }, flow) =>
      asking('taking back who logged in', async (client) => {
        // The address is our own, not the one the request claims to have come to.
        const tokens = await openid.authorizationCodeGrant(client.configuration, new URL(`${callbackUrl}?${search}`), {
          expectedState: state,
          expectedNonce: nonce,
          pkceCodeVerifier: codeVerifier,
          idTokenExpected: true,
        });
        const claims = await verified(tokens.id_token ?? '', client, idTokenTypes);
        return personOf(config, claims, flow);
      }),
    async logoutUrl() {
      const found = await asking('sending somebody away', async ({ configuration }) => {
        if (!configuration.serverMetadata().end_session_endpoint) return allow(null);
        const back = new URL('/', publicUrl).href;
        return allow(openid.buildEndSessionUrl(configuration, { post_logout_redirect_uri: back }).href);
      });
      return found.ok ? found.value : null;
    },
    readLogoutToken: (token, now) =>
      asking('being told of a logout', async (client) =>
        readLogoutClaims(await verified(token, client, logoutTokenTypes), now, config.clockSkewSeconds),
      ),
  };
}

/** What the claims say of somebody, if they logged in well enough and, for signing, since they were sent there. */
function personOf(config: IdentityProviderConfig, claims: JWTPayload, flow: LoginFlow): Result<ProviderPerson> {
  const { iss: issuer = '', sub, auth_time: loggedIn, acr } = claims;
  const subject = claimedId(sub);
  if (subject === null) return refuse('provider.refused', 'The identity provider did not say who this is');
  if (config.acrValues.length > 0 && !config.acrValues.some((value) => value === acr)) {
    return refuse('provider.refused', 'The identity provider did not ask for as much proof as is needed here');
  }
  const authenticatedAt = typeof loggedIn === 'number' ? loggedIn * 1_000 : null;
  const since = flow.startedAt - config.clockSkewSeconds * 1_000;
  if (flow.purpose === 'signing' && (authenticatedAt === null || authenticatedAt < since)) {
    return refuse('provider.refused', 'The identity provider did not ask who you are afresh, which signing needs');
  }
  const text = (claim: unknown, most: number): string | null =>
    typeof claim === 'string' && claim.trim() !== '' && claim.isWellFormed() && !claim.includes('\0')
      ? claim.trim().slice(0, most).toWellFormed()
      : null;
  return allow({
    issuer,
    subject,
    sid: claimedId(claims.sid),
    username: text(claims[config.claims.username], 200),
    name: text(claims[config.claims.name], 200),
    email: text(claims[config.claims.email], 254),
    authenticatedAt,
    claims,
  });
}
