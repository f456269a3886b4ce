import { refuse } from './result.ts';
import type { Role } from './rights.ts';

/** How long a code of an authenticator counts (RFC 6238), and by how many steps its clock may differ from ours. */
export const stepSeconds = 30;
export const stepsOfSkew = 1;

/** How long a secret that was told waits for the first code that proves it. */
export const enrolmentMinutes = 15;

export const recoveryCodesGiven = 10;

/** Whose password alone does not open anything: those who hold one of these roles, or everybody. */
export type SecondFactorRoles = readonly Role[] | 'everybody';

export const secondFactorAsked = (roles: SecondFactorRoles, grants: readonly { role: string }[]): boolean =>
  roles === 'everybody' || grants.some(({ role }) => (roles as readonly string[]).includes(role)); // a role is a string

/** What a person sends as a code: six digits of an authenticator, or a recovery code however it is spaced. */
export type PresentedCode = { kind: 'authenticator' | 'recovery'; code: string };

const recoveryForm = /^[0-9a-hjkmnp-tv-z]{25}$/;

export function readCode(sent: string): PresentedCode | undefined {
  const plain = sent.replaceAll(/[\s-]/g, '').toLowerCase();
  if (/^\d{6}$/.test(plain)) return { kind: 'authenticator', code: plain };
  return recoveryForm.test(plain) ? { kind: 'recovery', code: plain } : undefined;
}

/** Each code counts once (RFC 6238, 5.2): whoever saw it being typed has nothing. */
export const codeWrong = refuse(
  'second-factor.code-wrong',
  'This code is wrong, or was used already: wait for the next one',
  '/code',
);
export const codeMissing = refuse(
  'second-factor.code-missing',
  'This account has a second factor: send the code of your authenticator as well',
  '/code',
);
