import type { JWTPayload } from 'jose';
import { allow, type Result, refuse } from '#domain/result.ts';
import type { ProviderLogout } from '#operations/end-provider-sessions.ts';

const logoutEvent = 'http://schemas.openid.net/event/backchannel-logout';
const oldestSeconds = 600;

/** What a verified logout token asks for (OpenID Connect Back-Channel Logout 1.0, 2.6): an ID token is not one. */
export function readLogoutClaims(claims: JWTPayload, now: Date, skewSeconds: number): Result<ProviderLogout> {
  const refused = (why: string) => refuse('provider.logout-refused', `This is no logout token: ${why}`);
  const { iss, sub, sid, jti, iat, events, nonce } = claims;
  if (nonce !== undefined) return refused('it has a nonce, which ID tokens have');
  if (!isRecord(events) || !isRecord(events[logoutEvent])) return refused('it does not tell of a logout');
  if (typeof jti !== 'string' || jti === '') return refused('it has no id of its own');
  const nowSeconds = now.getTime() / 1000;
  if (typeof iat !== 'number' || iat > nowSeconds + skewSeconds || iat < nowSeconds - oldestSeconds - skewSeconds) {
    return refused('it was not made just now');
  }
  const subject = claimedId(sub);
  const session = claimedId(sid);
  if (subject === null && session === null) return refused('it names neither a subject nor a session');
  // What is named but cannot be compared must not widen what ends to everything of the other.
  if ((sub !== undefined && subject === null) || (sid !== undefined && session === null)) {
    return refused('it names a subject or a session by no usable text');
  }
  return allow({ issuer: iss ?? '', tokenId: jti, subject, sid: session });
}

/**
 * A subject or a session as the provider calls it: compared, never changed, so that an ID token and a logout token mean the
 * same by it. Null where it is no text, or holds signs that the database keeps otherwise.
 */
export const claimedId = (claim: unknown): string | null =>
  typeof claim === 'string' && claim !== '' && claim.isWellFormed() && !claim.includes('\0') ? claim : null;

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
