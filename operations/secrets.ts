import { createHmac, randomBytes } from 'node:crypto';

const apiKeyForm = /^hf_([0-9a-f]{12})_[A-Za-z0-9_-]{43}$/;
const sessionTokenForm = /^hs_[A-Za-z0-9_-]{43}$/;

/** 256 random bits. Only its HMAC is kept, so a copy of the database opens no session. */
export const newSessionToken = (): string => `hs_${randomBytes(32).toString('base64url')}`;

/** 256 random bits behind a prefix that may be shown and finds the row. */
export function newApiKey(): { prefix: string; key: string } {
  const prefix = randomBytes(6).toString('hex');
  return { prefix, key: `hf_${prefix}_${randomBytes(32).toString('base64url')}` };
}

export const isSessionToken = (text: string): boolean => sessionTokenForm.test(text);

/** The prefix of what looks like an API key. */
export const prefixOf = (text: string): string | undefined => apiKeyForm.exec(text)?.[1];

/** `HOLDFAST_SECRET`, and those before it: what was made with one of these still counts, and is made anew with the first. */
export type SecretKeys = readonly [current: string, ...previous: string[]];

/** HMAC-SHA-256 in hex. Fast on purpose: what goes in are 256 random bits, which no dictionary holds. */
export const fingerprint = (secretKey: string, token: string): string =>
  createHmac('sha256', secretKey).update(token).digest('hex');

/** The same with each key that still counts, the present one first. */
export const fingerprints = (secretKeys: SecretKeys, token: string): string[] =>
  secretKeys.map((key) => fingerprint(key, token));

/** 125 random bits in signs that are not taken for one another (Crockford's base 32). */
export const newRecoveryCode = (): string => [...randomBytes(25)].map((byte) => signs[byte % 32]).join('');

const signs = '0123456789abcdefghjkmnpqrstvwxyz';

/** Session tokens and API keys, secrets of webhooks and authenticators, recovery codes, tokens of a provider. */
const tokenForms = new RegExp(
  [
    'h[fs]_[A-Za-z0-9_-]{12,}',
    'whsec_[A-Za-z0-9+/=_-]{12,}',
    '\\b[A-Z2-7]{32}\\b',
    '\\b[0-9a-hjkmnp-tv-z]{5}(?:-[0-9a-hjkmnp-tv-z]{5}){4}\\b',
    'eyJ[A-Za-z0-9_-]{8,}(?:\\.[A-Za-z0-9_-]*)*',
  ].join('|'),
  'g',
);

/** Text that a caller sent and that is kept, without what looks like a secret: people and programs put them in the wrong place. */
export const withoutTokens = (text: string): string => text.replaceAll(tokenForms, '[secret]');
