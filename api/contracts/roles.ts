import { z } from 'zod';
import { rights } from '#domain/rights.ts';
import type { Contract } from './contract.ts';
import { reasonCodeRefusals, reasoned } from './reason-codes.ts';
import { code } from './shared.ts';

const tag = 'Roles';
const params = z.object({ role: code });
const role = z.object({ role: z.string(), rights: z.array(z.string()), version: z.int() });

export const listRolesContract = {
  operationId: 'listRoles',
  tag,
  summary: 'List the roles with the rights they have now',
  method: 'get',
  path: '/roles',
  right: 'signed-in',
  response: z.object({ items: z.array(role), nextCursor: z.null() }),
  status: 200,
  refusals: [],
} as const satisfies Contract;

export const readRoleContract = {
  operationId: 'readRole',
  tag,
  summary: 'Read what a role may do',
  method: 'get',
  path: '/roles/:role',
  right: 'signed-in',
  params,
  response: role,
  status: 200,
  etag: true,
  refusals: ['role.unknown'],
  example: { params: { role: 'quality_inspector' } },
} as const satisfies Contract;

export const changeRoleRightsContract = {
  operationId: 'changeRoleRights',
  tag,
  summary: 'Change what a role may do',
  description:
    'For everybody who holds it, at once. Not a role of your own, and not the role of the rules themselves. If-Match takes the ETag of the role.',
  method: 'put',
  path: '/roles/:role/rights',
  right: 'role.administer',
  params,
  body: z.strictObject({ rights: z.array(z.enum(rights)).max(rights.length), ...reasoned }),
  response: role,
  status: 200,
  etag: true,
  ifMatch: true,
  refusals: ['role.unknown', 'role.not-changeable', 'access.own-grant', 'reason.too-short', ...reasonCodeRefusals],
  example: {
    params: { role: 'executive_viewer' },
    body: { rights: ['lot.read', 'hold.read'], reason: 'Executives asked to see holds only' },
  },
} as const satisfies Contract;
