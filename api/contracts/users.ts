import { z } from 'zod';
import { grantFields } from './api-keys.ts';
import type { Contract } from './contract.ts';
import { reasonCodeRefusals, reasoned } from './reason-codes.ts';
import { flag, instant, page, paging } from './shared.ts';

const usernameToChoose = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^[a-z0-9][a-z0-9._-]{1,62}$/, 'A username has 2 to 63 letters, digits, dots, hyphens or underscores');

const grant = z.object({
  grantId: z.uuid(),
  role: z.string(),
  entity: z.string().nullable(),
  site: z.string().nullable(),
  category: z.string().nullable(),
  validFrom: z.iso.datetime(),
  validUntil: z.iso.datetime().nullable(),
});

const params = z.object({ userId: z.uuid() });

export const createUserContract = {
  operationId: 'createUser',
  tag: 'Users',
  summary: 'Make an account for a person',
  method: 'post',
  path: '/users',
  right: 'user.administer',
  body: z.strictObject({
    username: usernameToChoose,
    name: z.string().trim().min(1).max(200),
    email: z.email().max(254).optional(),
    password: z.string().min(1).max(1_000),
    grants: z.array(z.strictObject(grantFields)).max(50).default([]),
  }),
  response: z.object({ userId: z.uuid(), username: z.string(), name: z.string() }),
  status: 201,
  refusals: [
    'user.name-taken',
    'password.too-weak',
    'role.unknown',
    'entity.unknown',
    'site.unknown',
    'category.unknown',
  ],
  example: {
    body: {
      username: 'kim.park',
      name: 'Kim Park',
      password: 'four unrelated words here',
      grants: [{ role: 'quality_inspector', site: 'EWR' }],
    },
  },
} as const satisfies Contract;

export const listUsersContract = {
  operationId: 'listUsers',
  tag: 'Users',
  summary: 'List accounts with the grants in force',
  method: 'get',
  path: '/users',
  right: 'user.administer',
  query: z.object({ ...paging, active: flag.optional() }),
  response: page(
    z.object({
      userId: z.uuid(),
      username: z.string(),
      name: z.string(),
      email: z.string().nullable(),
      active: z.boolean(),
      lockedUntil: z.iso.datetime().nullable(),
      grants: z.array(grant),
    }),
  ),
  status: 200,
  refusals: [],
} as const satisfies Contract;

export const grantRoleContract = {
  operationId: 'grantRole',
  tag: 'Users',
  summary: 'Give a person a role',
  description:
    'Within the scope in which you administer users, and never to yourself, on behalf of a colleague or by a key neither.',
  method: 'post',
  path: '/users/:userId/grants',
  right: 'user.administer',
  params,
  body: z.strictObject({ ...grantFields, validFrom: instant.optional(), validUntil: instant.optional() }),
  response: z.object({ grantId: z.uuid(), userId: z.uuid() }),
  status: 201,
  refusals: [
    'access.own-grant',
    'user.unknown',
    'user.inactive',
    'role.unknown',
    'entity.unknown',
    'site.unknown',
    'category.unknown',
  ],
  example: { body: { role: 'quality_inspector', site: 'EWR' } },
} as const satisfies Contract;

export const endGrantContract = {
  operationId: 'endGrant',
  tag: 'Users',
  summary: 'Take a role from a person',
  method: 'delete',
  path: '/users/:userId/grants/:grantId',
  right: 'user.administer',
  params: z.object({ userId: z.uuid(), grantId: z.uuid() }),
  status: 204,
  refusals: ['user.unknown', 'grant.unknown'],
} as const satisfies Contract;

export const deactivateUserContract = {
  operationId: 'deactivateUser',
  tag: 'Users',
  summary: 'Close an account',
  description: 'Ends its sessions at once. The account stays, because history names it.',
  method: 'post',
  path: '/users/:userId/deactivation',
  right: 'user.administer',
  params,
  body: z.strictObject({ ...reasoned }),
  response: z.object({ userId: z.uuid(), active: z.boolean() }),
  status: 200,
  refusals: ['user.unknown', 'user.inactive', ...reasonCodeRefusals],
  example: { body: { reason: 'Left the company at the end of the month' } },
} as const satisfies Contract;

export const changeUserEmailContract = {
  operationId: 'changeUserEmail',
  tag: 'Users',
  summary: 'Set where a person gets mail',
  method: 'put',
  path: '/users/:userId/email',
  right: 'user.administer',
  params,
  body: z.strictObject({ email: z.email().max(254).nullable() }),
  response: z.object({ userId: z.uuid(), email: z.string().nullable() }),
  status: 200,
  refusals: ['user.unknown'],
  example: { body: { email: 'kim.park@example.com' } },
} as const satisfies Contract;
