import { z } from 'zod';
import { roles } from '#domain/rights.ts';
import type { MappedRole } from '#domain/role-mapping.ts';
import { file, text, wholeNumber } from './config-values.ts';

/** Signatures by keys of which only the public half is told. With a shared secret, whoever can check a token can make one. */
const algorithms = ['RS256', 'PS256', 'ES256', 'ES384', 'Ed25519', 'EdDSA'] as const;

const words = (value: string): string[] => value.split(/\s+/).filter(Boolean);

/** The settings of signing in with an identity provider; all of them are left out where there is none. */
export const identityProviderSettings = {
  HOLDFAST_OIDC_ISSUER: z
    .url({ error: 'HOLDFAST_OIDC_ISSUER must be an address such as https://login.example.com/realms/main.' })
    .refine(isSecure, 'HOLDFAST_OIDC_ISSUER must begin with https://; http is for a provider on this machine alone.')
    .optional(),
  HOLDFAST_OIDC_CLIENT_ID: text.optional(),
  HOLDFAST_OIDC_CLIENT_SECRET: text.optional(),
  HOLDFAST_OIDC_NAME: text.max(80).default('your company account'),
  HOLDFAST_OIDC_SCOPES: text.default('openid profile email'),
  HOLDFAST_OIDC_ALGORITHM: z
    .enum(algorithms, { error: `HOLDFAST_OIDC_ALGORITHM must be one of ${algorithms.join(', ')}.` })
    .default('RS256'),
  HOLDFAST_OIDC_ACR_VALUES: text.optional(),
  HOLDFAST_OIDC_CLOCK_SKEW_SECONDS: wholeNumber('HOLDFAST_OIDC_CLOCK_SKEW_SECONDS', 'seconds', 30),
  HOLDFAST_OIDC_USERNAME_CLAIM: text.default('preferred_username'),
  HOLDFAST_OIDC_NAME_CLAIM: text.default('name'),
  HOLDFAST_OIDC_EMAIL_CLAIM: text.default('email'),
  HOLDFAST_OIDC_ROLES_PATH: file('HOLDFAST_OIDC_ROLES_PATH').optional(),
};

const settings = z.object(identityProviderSettings);

/** Also holds a provider that runs beside us to what browsers call a secure context. */
function isSecure(issuer: string): boolean {
  if (!URL.canParse(issuer)) return true; // told already
  const { protocol, hostname } = new URL(issuer);
  return protocol === 'https:' || (protocol === 'http:' && ['localhost', '127.0.0.1', '[::1]'].includes(hostname));
}

const code = z.string().trim().min(1).max(80);
const mapping = z.array(
  z.strictObject({
    claim: code,
    value: z.string().min(1).max(300),
    role: z.enum(roles).exclude(['system']),
    entity: code.optional(),
    site: code.optional(),
    category: code.optional(),
  }),
);

/** What is known of the provider; adds to `problems` what does not fit together. */
export function readIdentityProvider(given: z.output<typeof settings>, problems: string[]) {
  const { HOLDFAST_OIDC_ISSUER: issuer, HOLDFAST_OIDC_CLIENT_ID: clientId } = given;
  const clientSecret = given.HOLDFAST_OIDC_CLIENT_SECRET;
  if (issuer === undefined && clientId === undefined && clientSecret === undefined) return undefined;
  if (issuer === undefined || clientId === undefined || clientSecret === undefined) {
    const names = 'HOLDFAST_OIDC_ISSUER, HOLDFAST_OIDC_CLIENT_ID and HOLDFAST_OIDC_CLIENT_SECRET';
    problems.push(`${names} go together; set all of them or none.`);
    return undefined;
  }
  const scopes = words(given.HOLDFAST_OIDC_SCOPES);
  if (!scopes.includes('openid')) problems.push('HOLDFAST_OIDC_SCOPES must contain "openid"; add it.');
  return {
    issuer,
    clientId,
    clientSecret,
    /** What people call it, on the button. */
    name: given.HOLDFAST_OIDC_NAME,
    scopes,
    algorithm: given.HOLDFAST_OIDC_ALGORITHM,
    /** Ways of logging in of which one is asked for and must be told; empty: whatever the provider takes for enough. */
    acrValues: words(given.HOLDFAST_OIDC_ACR_VALUES ?? ''),
    clockSkewSeconds: given.HOLDFAST_OIDC_CLOCK_SKEW_SECONDS,
    claims: {
      username: given.HOLDFAST_OIDC_USERNAME_CLAIM,
      name: given.HOLDFAST_OIDC_NAME_CLAIM,
      email: given.HOLDFAST_OIDC_EMAIL_CLAIM,
    },
    roles: readMapping(given.HOLDFAST_OIDC_ROLES_PATH, problems),
  };
}

/** The table of a file, or none: then the roles of those who sign in are granted here by hand. */
function readMapping(bytes: Uint8Array | undefined, problems: string[]): readonly MappedRole[] {
  if (bytes === undefined) return [];
  const told = (why: string) => {
    problems.push(`HOLDFAST_OIDC_ROLES_PATH names a file that is no table of roles: ${why}; see docs/running.md.`);
    return [];
  };
  let table: unknown;
  try {
    table = JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return told('it is not JSON');
  }
  const parsed = mapping.safeParse(table);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  return told(`${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`.trim());
}

export type IdentityProviderConfig = NonNullable<ReturnType<typeof readIdentityProvider>>;
