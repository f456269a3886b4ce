import { z } from 'zod';
import { sessionMethods } from '#domain/provider-login.ts';
import { roles } from '#domain/rights.ts';
import type { Contract } from './contract.ts';
import { proofRefusals, secondFactorCode } from './second-factor.ts';

const instantOut = z.iso.datetime();
export const username = z.string().trim().toLowerCase().min(1).max(64);
const password = z.string().min(1).max(1_000);

export const session = z.object({
  sessionId: z.uuid(),
  createdAt: instantOut,
  expiresAt: instantOut,
  lastSeenAt: instantOut,
  fromAddress: z.string().nullable(),
  userAgent: z.string().nullable(),
  method: z.enum(sessionMethods).describe('How it was opened.'),
  current: z.boolean().describe('Whether it is the session that asks.'),
});

export const signInContract = {
  operationId: 'signIn',
  tag: 'Sign-in',
  summary: 'Sign in with username and password',
  description:
    'Answers a session token, to be sent as `Authorization: Bearer`, and sets it as a cookie for browsers. Takes no ' +
    'Idempotency-Key: each sign-in makes a new token, and a remembered answer would be a remembered secret.',
  method: 'post',
  path: '/sessions',
  right: 'public',
  idempotencyKey: 'not-used',
  body: z.strictObject({ username, password, code: secondFactorCode.optional() }),
  response: z.object({
    sessionId: z.uuid(),
    token: z.string().nullable().describe('Null to a page of a browser (Sec-Fetch-Site), which has it as a cookie.'),
    userId: z.uuid(),
    name: z.string(),
    createdAt: instantOut,
    expiresAt: instantOut,
  }),
  status: 201,
  refusals: [...proofRefusals],
  example: { body: { username: 'maria.lindqvist', password: 'correct horse battery staple' } },
} as const satisfies Contract;

export const listSessionsContract = {
  operationId: 'listSessions',
  tag: 'Sign-in',
  summary: 'List your open sessions',
  method: 'get',
  path: '/sessions',
  right: 'signed-in',
  beforePasswordChange: true,
  response: z.object({ items: z.array(session), nextCursor: z.null() }),
  status: 200,
  refusals: [],
} as const satisfies Contract;

export const signOutContract = {
  operationId: 'signOut',
  tag: 'Sign-in',
  summary: 'Sign out',
  description: 'Ends the session that asks; its token opens nothing any more.',
  method: 'delete',
  path: '/sessions/current',
  right: 'signed-in',
  beforePasswordChange: true,
  status: 204,
  refusals: ['session.unknown'],
} as const satisfies Contract;

export const endSessionContract = {
  operationId: 'endSession',
  tag: 'Sign-in',
  summary: 'End one of your sessions',
  method: 'delete',
  path: '/sessions/:sessionId',
  right: 'signed-in',
  params: z.object({ sessionId: z.uuid() }),
  status: 204,
  refusals: ['session.unknown'],
} as const satisfies Contract;

export const readMeContract = {
  operationId: 'readMe',
  tag: 'Sign-in',
  summary: 'Who am I, and what may I do?',
  description: 'Entities and sites are ids; null means all of them.',
  method: 'get',
  path: '/me',
  right: 'signed-in',
  beforePasswordChange: true,
  response: z.object({
    id: z.uuid(),
    kind: z.enum(['person', 'api_key', 'system']),
    name: z.string(),
    grants: z.array(
      z.object({
        role: z.enum(roles),
        entityId: z.uuid().nullable(),
        siteId: z.uuid().nullable(),
        category: z.string().nullable(),
      }),
    ),
    onBehalfOf: z
      .object({ id: z.uuid(), name: z.string() })
      .nullable()
      .describe('With On-Behalf-Of: the colleague whose delegation these grants come from.'),
    rights: z.array(z.string()).describe('Every right held in some scope.'),
  }),
  status: 200,
  refusals: [],
} as const satisfies Contract;

export const changePasswordContract = {
  operationId: 'changePassword',
  tag: 'Sign-in',
  summary: 'Change your password',
  description: 'Proves the present one, and ends your other sessions.',
  method: 'post',
  path: '/me/password',
  right: 'signed-in',
  beforePasswordChange: true,
  body: z.strictObject({ currentPassword: password, newPassword: password, code: secondFactorCode.optional() }),
  status: 204,
  refusals: [...proofRefusals, 'password.too-weak'],
  example: {
    body: { currentPassword: 'correct horse battery staple', newPassword: 'seven quiet lamps under rain' },
  },
} as const satisfies Contract;
