import { refuse } from './result.ts';

/** What somebody logs in at the identity provider for: to come in, or to sign a decision afresh. */
export const loginPurposes = ['sign_in', 'signing'] as const;
export type LoginPurpose = (typeof loginPurposes)[number];

/** How a session was opened. */
export const sessionMethods = ['password', 'password_and_code', 'password_and_recovery_code', 'provider'] as const;
export type SessionMethod = (typeof sessionMethods)[number];

/** How long a login at the provider may take, from leaving to coming back. */
export const loginMinutes = 10;

/** How long a fresh login stands for the password when signing, once. */
export const freshLoginMinutes = 5;

/** What a provider vouches for: who somebody is there, by issuer and subject, and what else it says of them. */
export type ProviderPerson = {
  issuer: string;
  subject: string;
  /** The provider's own session, whose logout it will tell. */
  sid: string | null;
  username: string | null;
  name: string | null;
  email: string | null;
  /** When they last proved who they are, in milliseconds since 1970. */
  authenticatedAt: number | null;
  claims: Record<string, unknown>;
};

/** A username out of what a provider calls somebody: the signs that local ones have, and nothing else. */
export function usernameFrom(called: string | null): string {
  const plain = (called ?? '')
    .toLowerCase()
    .normalize('NFKD')
    .replaceAll(/[^a-z0-9._-]+/g, '-')
    .replace(/^[^a-z0-9]+/, '')
    .replace(/-+$/, '')
    .slice(0, 50);
  return plain.length < 2 ? 'person' : plain;
}

export const loginOver = refuse('provider.login-over', 'This login took too long, or was used already: begin again');

export const withoutRole = (name: string) =>
  refuse('provider.no-role', `${name} has no role here: neither by the provider's groups nor by an administrator`);
