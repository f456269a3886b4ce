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
  const subject = typeof sub === 'string' && sub !== '' ? sub : null;
  const session = typeof sid === 'string' && sid !== '' ? sid : null;
  if (subject === null && session === null) return refused('it names neither a subject nor a session');
  return allow({ issuer: iss ?? '', tokenId: jti, subject, sid: session });
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
