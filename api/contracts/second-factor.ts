import { z } from 'zod';
import type { RuleCode } from '#domain/rule-codes.ts';
import type { Contract } from './contract.ts';
import { reasonCodeRefusals, reasoned } from './reason-codes.ts';

const instantOut = z.iso.datetime();
const codes = z.array(z.string()).nullable().describe('Told once; null where the request is repeated.');
const password = z.string().min(1).max(1_000);

export const secondFactorCode = z
  .string()
  .trim()
  .min(6)
  .max(40)
  .describe('What your authenticator shows now; where it is lost, one of your recovery codes.');

/** What proves that an account is one's own before one changes how it is opened. */
const proof = z.strictObject({ password, code: secondFactorCode.optional() });

/** What every call may refuse that takes a password. */
export const proofRefusals = [
  'access.credentials-wrong',
  'access.locked-out',
  'access.first-password-over',
  'second-factor.code-missing',
  'second-factor.code-wrong',
] as const satisfies readonly RuleCode[];

export const readSecondFactorContract = {
  operationId: 'readSecondFactor',
  tag: 'Sign-in',
  summary: 'Read whether you have a second factor',
  method: 'get',
  path: '/me/second-factor',
  right: 'signed-in',
  beforeSecondFactor: true,
  response: z.object({
    enrolledAt: instantOut.nullable(),
    recoveryCodesLeft: z.number().int(),
    askedFor: z.boolean().describe('Whether a role of yours asks for one.'),
  }),
  status: 200,
  refusals: ['session.unknown'],
} as const satisfies Contract;

export const enrolSecondFactorContract = {
  operationId: 'enrolSecondFactor',
  tag: 'Sign-in',
  summary: 'Begin to set up a second factor, or to replace yours',
  description:
    'Answers a secret for an authenticator (TOTP, RFC 6238), told once. It counts from its first code on, sent to ' +
    '`POST /me/second-factor/confirmation` within 15 minutes; the present factor counts until then.',
  method: 'post',
  path: '/me/second-factor',
  right: 'signed-in',
  beforeSecondFactor: true,
  body: proof,
  response: z.object({
    secret: z.string().nullable().describe('Base 32, to be typed in.'),
    uri: z.string().nullable().describe('otpauth://…, to be shown as a QR code.'),
    until: instantOut,
  }),
  status: 201,
  refusals: ['session.unknown', ...proofRefusals],
  example: { body: { password: 'correct horse battery staple' } },
} as const satisfies Contract;

export const proveSecondFactorContract = {
  operationId: 'proveSecondFactor',
  tag: 'Sign-in',
  summary: 'Prove the secret by its first code',
  description:
    'From then on your password alone opens nothing. Ends your other sessions; answers recovery codes, told once.',
  method: 'post',
  path: '/me/second-factor/confirmation',
  right: 'signed-in',
  beforeSecondFactor: true,
  body: z.strictObject({ code: secondFactorCode }),
  response: z.object({ provedAt: instantOut, recoveryCodes: codes }),
  status: 200,
  refusals: ['session.unknown', 'access.locked-out', 'second-factor.enrolment-over', 'second-factor.code-wrong'],
  example: { body: { code: '492039' } },
} as const satisfies Contract;

export const renewRecoveryCodesContract = {
  operationId: 'renewRecoveryCodes',
  tag: 'Sign-in',
  summary: 'Get new recovery codes',
  description:
    'Each opens your account once in place of the authenticator. Those before are worth nothing from then on.',
  method: 'post',
  path: '/me/second-factor/recovery-codes',
  right: 'signed-in',
  body: proof,
  response: z.object({ madeAt: instantOut, recoveryCodes: codes }),
  status: 201,
  refusals: ['session.unknown', 'second-factor.not-enrolled', ...proofRefusals],
  example: { body: { password: 'correct horse battery staple', code: '492039' } },
} as const satisfies Contract;

export const removeSecondFactorContract = {
  operationId: 'removeSecondFactor',
  tag: 'Sign-in',
  summary: 'Take your second factor away',
  description: 'Where your role asks for none. Ends your other sessions.',
  method: 'post',
  path: '/me/second-factor/removal',
  right: 'signed-in',
  body: proof,
  response: z.object({ removed: z.literal(true) }),
  status: 200,
  refusals: ['session.unknown', 'second-factor.not-enrolled', 'second-factor.asked-for', ...proofRefusals],
  example: { body: { password: 'correct horse battery staple', code: '492039' } },
} as const satisfies Contract;

export const resetSecondFactorContract = {
  operationId: 'resetSecondFactor',
  tag: 'Users',
  summary: 'Take away the second factor of somebody who has lost it',
  description: 'For a person whom you administer, never your own. Ends their sessions.',
  method: 'post',
  path: '/users/:userId/second-factor/reset',
  right: 'user.administer',
  params: z.object({ userId: z.uuid() }),
  body: z.strictObject(reasoned),
  response: z.object({ userId: z.uuid() }),
  status: 200,
  refusals: ['user.unknown', 'access.own-grant', 'second-factor.not-enrolled', ...reasonCodeRefusals],
  example: { body: { reason: 'Lost their phone; known to me by sight' } },
} as const satisfies Contract;
