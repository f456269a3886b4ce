import { z } from 'zod';
import type { Contract } from './contract.ts';
import { reasonCodeRefusals, reasoned } from './reason-codes.ts';
import { session } from './sessions.ts';

const params = z.object({ userId: z.uuid() });

export const endOtherSessionsContract = {
  operationId: 'endOtherSessions',
  tag: 'Sign-in',
  summary: 'End all your sessions but this one',
  method: 'delete',
  path: '/sessions/others',
  right: 'signed-in',
  response: z.object({ ended: z.number().int() }),
  status: 200,
  refusals: ['session.unknown'],
} as const satisfies Contract;

export const listUserSessionsContract = {
  operationId: 'listUserSessions',
  tag: 'Users',
  summary: 'List the open sessions of a person',
  description: 'Of somebody whom you administer wherever they have a role.',
  method: 'get',
  path: '/users/:userId/sessions',
  right: 'user.administer',
  params,
  response: z.object({ items: z.array(session.omit({ current: true })), nextCursor: z.null() }),
  status: 200,
  refusals: ['user.unknown'],
} as const satisfies Contract;

export const endUserSessionsContract = {
  operationId: 'endUserSessions',
  tag: 'Users',
  summary: 'End all sessions of a person',
  description: 'At once, wherever they are signed in. They may sign in again unless their account is closed.',
  method: 'delete',
  path: '/users/:userId/sessions',
  right: 'user.administer',
  params,
  response: z.object({ ended: z.number().int() }),
  status: 200,
  refusals: ['user.unknown'],
} as const satisfies Contract;

export const endUserSessionContract = {
  operationId: 'endUserSession',
  tag: 'Users',
  summary: 'End one session of a person',
  method: 'delete',
  path: '/users/:userId/sessions/:sessionId',
  right: 'user.administer',
  params: z.object({ userId: z.uuid(), sessionId: z.uuid() }),
  response: z.object({ ended: z.number().int() }),
  status: 200,
  refusals: ['user.unknown', 'session.unknown'],
} as const satisfies Contract;

export const setPasswordContract = {
  operationId: 'setPassword',
  tag: 'Users',
  summary: 'Give a person another password',
  description:
    'For somebody who has forgotten theirs. Ends their sessions and unlocks the account. As you know it too, they change it ' +
    'before anything else: a signature proves nothing when two people know the password.',
  method: 'post',
  path: '/users/:userId/password',
  right: 'user.administer',
  params,
  body: z.strictObject({ password: z.string().min(1).max(1_000), ...reasoned }),
  response: z.object({ userId: z.uuid(), passwordChangeDue: z.boolean() }),
  status: 200,
  refusals: ['user.unknown', 'user.inactive', 'password.too-weak', 'access.own-grant', ...reasonCodeRefusals],
  example: { body: { password: 'nine paper boats upstream', reason: 'Forgotten; asked for in person at the desk' } },
} as const satisfies Contract;

export const linkIdentityContract = {
  operationId: 'linkIdentity',
  tag: 'Users',
  summary: 'Say who a person is at the identity provider',
  description: 'From then on they sign in to this account there too. Nothing else joins an account to an identity.',
  method: 'put',
  path: '/users/:userId/identity',
  right: 'user.administer',
  params,
  body: z.strictObject({ subject: z.string().trim().min(1).max(255), ...reasoned }),
  response: z.object({ userId: z.uuid(), issuer: z.string(), subject: z.string() }),
  status: 200,
  refusals: [
    'provider.not-configured',
    'provider.unavailable',
    'user.unknown',
    'user.inactive',
    'user.identity-taken',
    'access.own-grant',
    ...reasonCodeRefusals,
  ],
  example: { body: { subject: '248289761001', reason: 'Moved to the company directory' } },
} as const satisfies Contract;
