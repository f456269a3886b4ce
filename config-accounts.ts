import { z } from 'zod';
import { roles } from '#domain/rights.ts';
import { firstPasswordHours } from '#domain/sign-in.ts';
import { file, wholeNumber } from './config-values.ts';

const names = roles.filter((role) => role !== 'system');

/** The settings of local accounts. */
export const accountSettings = {
  HOLDFAST_SECOND_FACTOR_ROLES: z
    .string()
    .transform((value) => value.split(/\s+/).filter(Boolean))
    .pipe(
      z.union([z.tuple([z.literal('everybody')]), z.array(z.enum(names))], {
        error: `HOLDFAST_SECOND_FACTOR_ROLES must be "everybody", or some of ${names.join(', ')} with spaces between.`,
      }),
    )
    .default([]),
  HOLDFAST_FIRST_PASSWORD_HOURS: wholeNumber('HOLDFAST_FIRST_PASSWORD_HOURS', 'hours', firstPasswordHours),
  HOLDFAST_REFUSED_PASSWORDS_PATH: file('HOLDFAST_REFUSED_PASSWORDS_PATH').optional(),
};

const settings = z.object(accountSettings);

export function readAccountSettings(given: z.output<typeof settings>) {
  const [first] = given.HOLDFAST_SECOND_FACTOR_ROLES;
  const roles = given.HOLDFAST_SECOND_FACTOR_ROLES.filter((role) => role !== 'everybody');
  return {
    /** Whose password alone opens nothing. */
    secondFactorRoles: first === 'everybody' ? ('everybody' as const) : roles,
    /** How long a password that an administrator chose is good. */
    firstPasswordHours: given.HOLDFAST_FIRST_PASSWORD_HOURS,
    /** Words that are no passwords here, a line each. */
    refusedPasswords: new Set(linesOf(given.HOLDFAST_REFUSED_PASSWORDS_PATH)),
  };
}

const linesOf = (bytes: Uint8Array | undefined): string[] =>
  new TextDecoder()
    .decode(bytes)
    .split(/\r?\n/)
    .map((line) => line.trim().toLowerCase())
    .filter(Boolean);
