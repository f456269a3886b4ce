import { allow, type Refusal, type Result, refuse } from './result.ts';

const freeFailures = 4;
const firstLockMilliseconds = 30_000;
const longestLockMilliseconds = 60 * 60_000;

/** How long an account stays locked after so many failures in a row: from the fifth on 30 s, doubling up to an hour. */
export const lockMilliseconds = (failures: number): number =>
  failures <= freeFailures
    ? 0
    : Math.min(firstLockMilliseconds * 2 ** (failures - freeFailures - 1), longestLockMilliseconds);

/** An office shares one address, so that a network may fail more often than a name before it waits. */
const freeNetworkFailures = 50;
const longestNetworkLockMilliseconds = 15 * 60_000;

/** The same for a network, whatever names were tried from it: against one guess at each of many. */
export const networkLockMilliseconds = (failures: number): number =>
  failures <= freeNetworkFailures
    ? 0
    : Math.min(firstLockMilliseconds * 2 ** (failures - freeNetworkFailures - 1), longestNetworkLockMilliseconds);

/** Failures further back than this are forgotten. */
export const failuresForgottenMilliseconds = { name: 24 * 60 * 60_000, network: 60 * 60_000 } as const;

/** How many failures count, given when the last one was. */
export const failuresThatCount = (failures: number, last: Date | null, now: Date, forgottenAfter: number): number =>
  last && now.getTime() - last.getTime() < forgottenAfter ? failures : 0;

/** The refusal of what is locked; it says how long, so that nobody tries in vain. */
export function refuseLocked(lockedUntil: Date, now: Date, what = 'this account is'): Refusal {
  const seconds = Math.max(1, Math.ceil((lockedUntil.getTime() - now.getTime()) / 1000));
  const message = `Too many failed sign-ins: ${what} locked for another ${seconds} seconds`;
  return { ok: false, violation: { code: 'access.locked-out', message, retryAfterSeconds: seconds } };
}

/** Long, without rules about kinds of characters, which make passwords no harder to guess (NIST SP 800-63B, 3.1.1.2). */
export const passwordLength = { min: 12, max: 128 } as const;

/** How long a password that somebody else chose is good, unless a setting says otherwise. */
export const firstPasswordHours = 72;

const wellKnown = ['password', 'passwort', 'holdfast', 'qwertyuiop', 'letmein', 'welcome', '1234567890', 'changeme'];

/** Refuses `password.too-weak` what a guesser tries first. `pointer` is where the password stands in the body. */
export function checkPassword(password: string, username: string, pointer: string): Result<void> {
  const weak = (message: string) => refuse('password.too-weak', message, pointer);
  if ([...password].length < passwordLength.min) {
    return weak(`A password has at least ${passwordLength.min} characters; a few unrelated words are easy to remember`);
  }
  if (password.length > passwordLength.max) return weak(`A password has at most ${passwordLength.max} characters`);
  const lowered = password.toLowerCase();
  if (new Set(lowered).size < 5) return weak('A password has at least five different characters');
  // A shorter name is in many a good password by chance.
  if (username.length > 3 && lowered.includes(username.toLowerCase()))
    return weak('A password does not contain the username');
  const rest = wellKnown.reduce((left, word) => left.replaceAll(word, ''), lowered);
  if ([...rest].length < passwordLength.min / 2) return weak('This password is among the first that are guessed');
  return allow(undefined);
}
