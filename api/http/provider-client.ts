import { createRemoteJWKSet, type JWTVerifyGetKey } from 'jose';
import * as openid from 'openid-client';
import type { IdentityProviderConfig } from '#config';

const patienceSeconds = 10;
const metadataKeptMilliseconds = 60 * 60_000;

/** What is known of the provider: where its endpoints are, and the keys it signs with now. */
export type ProviderClient = { configuration: openid.Configuration; keys: JWTVerifyGetKey };

export type ProviderClientSettings = { jwksCooldownMilliseconds: number };

/**
 * Finds the provider when somebody first needs it, and again after an hour, so that we start without it. Keys that it
 * rotates in are fetched when a token names one that is not known.
 */
export function createProviderClient(config: IdentityProviderConfig, settings: ProviderClientSettings) {
  let kept: { at: number; client: Promise<ProviderClient> } | undefined;
  return (): Promise<ProviderClient> => {
    const now = performance.now();
    if (kept && now - kept.at < metadataKeptMilliseconds) return kept.client;
    const client = findProvider(config, settings);
    kept = { at: now, client };
    // What could not be found is looked for again by the next.
    client.catch(() => {
      if (kept?.client === client) kept = undefined;
    });
    return client;
  };
}

async function findProvider(
  { issuer, clientId, clientSecret, algorithm, clockSkewSeconds }: IdentityProviderConfig,
  { jwksCooldownMilliseconds: cooldownDuration }: ProviderClientSettings,
): Promise<ProviderClient> {
  const plain = new URL(issuer).protocol === 'http:';
  const insecure = plain ? { execute: [openid.allowInsecureRequests] } : {};
  const found = await openid.discovery(new URL(issuer), clientId, undefined, undefined, {
    ...insecure,
    timeout: patienceSeconds,
  });
  const server = found.serverMetadata();
  const methods = server.token_endpoint_auth_methods_supported ?? ['client_secret_basic'];
  const prove = methods.includes('client_secret_basic') ? openid.ClientSecretBasic : openid.ClientSecretPost;
  const metadata = { id_token_signed_response_alg: algorithm, [openid.clockTolerance]: clockSkewSeconds };
  const configuration = new openid.Configuration(server, clientId, metadata, prove(clientSecret));
  configuration.timeout = patienceSeconds;
  if (plain) openid.allowInsecureRequests(configuration);

  const keysUrl = new URL(server.jwks_uri ?? missing('jwks_uri'));
  if (!plain && keysUrl.protocol !== 'https:') throw new Error('The provider offers its keys without https');
  const timeoutDuration = patienceSeconds * 1_000;
  return { configuration, keys: createRemoteJWKSet(keysUrl, { cooldownDuration, timeoutDuration }) };
}

function missing(name: string): never {
  throw new Error(`The provider's metadata has no ${name}`);
}
