import { Secret, TOTP } from 'otpauth';
import { stepSeconds, stepsOfSkew } from '#domain/second-factor.ts';

const secretBytes = 20;

/** SHA-1, six digits, thirty seconds: what every authenticator takes, whatever the address says (RFC 6238; the HMAC is sound with SHA-1). */
const authenticator = (secret: string, label = ''): TOTP =>
  new TOTP({
    issuer: 'Holdfast',
    label,
    secret: Secret.fromBase32(secret),
    algorithm: 'SHA1',
    digits: 6,
    period: stepSeconds,
  });

/** 160 random bits in base 32, as authenticators take them. */
export const newAuthenticatorSecret = (): string => new Secret({ size: secretBytes }).base32;

/** What an authenticator reads as a picture: `otpauth://totp/…`. */
export const authenticatorUri = (secret: string, username: string): string =>
  authenticator(secret, username).toString();

/** The step of which this is the code, if it is one of those around now. Compared in constant time. */
export function stepOf(secret: string, code: string, now: Date): number | null {
  const timestamp = now.getTime();
  const delta = authenticator(secret).validate({ token: code, timestamp, window: stepsOfSkew });
  return delta === null ? null : Math.floor(timestamp / 1_000 / stepSeconds) + delta;
}
