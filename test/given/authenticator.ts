import { Secret, TOTP } from 'otpauth';
import { type GivenApi, password } from './api.ts';

/** The app on somebody's phone: what it shows, at an instant. */
export const codeAt = (secret: string, at: Date): string =>
  new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: at.getTime() });

export const later = (at: Date, seconds: number): Date => new Date(at.getTime() + seconds * 1_000);

export type Enrolled = { token: string; secret: string; recoveryCodes: string[] };

/** Gives a person who is signed in a second factor, through the API. */
export async function enrolled(api: GivenApi, token: string, clock: { now: Date }): Promise<Enrolled> {
  const { body } = await api.call('POST', '/v1/me/second-factor', { token, body: { password } });
  const secret = String(body.secret);
  const code = codeAt(secret, clock.now);
  const confirmed = await api.call('POST', '/v1/me/second-factor/confirmation', { token, body: { code } });
  if (confirmed.status !== 200) throw new Error(JSON.stringify(confirmed.body));
  return { token, secret, recoveryCodes: confirmed.body.recoveryCodes as string[] };
}
