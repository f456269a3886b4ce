import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { type LoginPurpose, loginMinutes, loginOver, loginPurposes } from '#domain/provider-login.ts';
import { allow, type Result } from '#domain/result.ts';
import { fingerprint, type SecretKeys } from '#operations/secrets.ts';

const content = z.strictObject({
  /** 256 random bits: what all else of this login is derived from. */
  seed: z.string().min(43),
  purpose: z.enum(loginPurposes),
  returnTo: z.string(),
  startedAt: z.number(),
  /** For signing: the session it is for. */
  sessionId: z.uuid().optional(),
  /** For coming in: the HMACs of the token of the session this browser has, which ends then. */
  replaces: z.array(z.string()).optional(),
});
export type LoginFlow = z.output<typeof content>;

/** What the provider is told of a login, and what must come back. */
export type LoginSecrets = { state: string; nonce: string; codeVerifier: string; codeChallenge: string };

export type LoginStart = Omit<LoginFlow, 'seed' | 'startedAt' | 'purpose'> & { purpose: LoginPurpose };

/** Begins a login. Nothing is written down: the browser keeps it, sealed, until it comes back. */
export function beginLogin(secretKey: string, now: Date, start: LoginStart): { sealed: string; secrets: LoginSecrets } {
  const flow: LoginFlow = { ...start, seed: randomBytes(32).toString('base64url'), startedAt: now.getTime() };
  const text = Buffer.from(JSON.stringify(flow)).toString('base64url');
  return { sealed: `${text}.${seal(secretKey, text)}`, secrets: loginSecrets(secretKey, flow) };
}

/** The login a browser came back to, if we sealed it, with the key it was sealed with, and it is not too long ago. */
export function openLogin(
  secretKeys: SecretKeys,
  now: Date,
  sealed: string | undefined,
): Result<{ flow: LoginFlow; secretKey: string }> {
  const [text = '', mark = '', ...rest] = (sealed ?? '').split('.');
  const secretKey = secretKeys.find((key) => sameText(mark, seal(key, text)));
  if (rest.length > 0 || secretKey === undefined) return loginOver;
  const flow = content.parse(JSON.parse(Buffer.from(text, 'base64url').toString()));
  return now.getTime() - flow.startedAt < loginMinutes * 60_000 ? allow({ flow, secretKey }) : loginOver;
}

/** Derived with our key, so that whoever sees the cookie knows neither the verifier nor the nonce. */
export function loginSecrets(secretKey: string, { seed }: Pick<LoginFlow, 'seed'>): LoginSecrets {
  const derive = (use: string) =>
    Buffer.from(fingerprint(secretKey, `login-${use}:${seed}`), 'hex').toString('base64url');
  const codeVerifier = derive('verifier');
  const codeChallenge = createHash('sha256').update(codeVerifier).digest('base64url');
  return { state: derive('state'), nonce: derive('nonce'), codeVerifier, codeChallenge };
}

/** By which a login is known to have been used. */
export const loginMark = (secretKey: string, { seed }: Pick<LoginFlow, 'seed'>): string =>
  fingerprint(secretKey, `login-once:${seed}`);

const seal = (secretKey: string, text: string): string => fingerprint(secretKey, `login-seal:${text}`);

/** Compared by bytes: text of the same length may have more of them, which the comparison does not take. */
export function sameText(one: string, other: string): boolean {
  const [first, second] = [Buffer.from(one), Buffer.from(other)];
  return first.byteLength === second.byteLength && timingSafeEqual(first, second);
}
