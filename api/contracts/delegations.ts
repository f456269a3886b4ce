import { z } from 'zod';
import type { Contract } from './contract.ts';
import { reasonCodeRefusals, reasoned } from './reason-codes.ts';
import { instant } from './shared.ts';

const tag = 'Delegation';
const person = z.object({ id: z.uuid(), name: z.string() });

export const delegateGrantsContract = {
  operationId: 'delegateGrants',
  tag,
  summary: 'Hand your grants to a colleague while you are away',
  description:
    'All you have at each moment, or those you name. Your colleague sends `On-Behalf-Of` with your id and acts with them alone; the ' +
    'trail names both, and duties that may not meet in one person count for both. Rights over people, roles and keys are not handed over.',
  method: 'post',
  path: '/delegations',
  right: 'grant.delegate',
  body: z.strictObject({
    to: z.uuid(),
    grantIds: z.array(z.uuid()).min(1).max(50).optional(),
    from: instant.optional(),
    until: instant,
    ...reasoned,
  }),
  response: z.object({
    delegationId: z.uuid(),
    to: z.uuid(),
    toName: z.string(),
    validFrom: z.iso.datetime(),
    validUntil: z.iso.datetime(),
  }),
  status: 201,
  refusals: [
    'access.own-grant',
    'user.unknown',
    'user.inactive',
    'grant.unknown',
    'delegation.too-long',
    'reason.too-short',
    ...reasonCodeRefusals,
  ],
  example: {
    body: {
      to: '019a2f3e-7c00-7000-8000-000000000000',
      until: '2026-12-24T17:00:00Z',
      reason: 'On leave until Christmas',
    },
  },
} as const satisfies Contract;

export const listDelegationsContract = {
  operationId: 'listDelegations',
  tag,
  summary: 'List what you have handed over, and what was handed to you',
  description: 'In force, or still to begin. `grantIds` null: all of the grants.',
  method: 'get',
  path: '/delegations',
  right: 'signed-in',
  response: z.object({
    items: z.array(
      z.object({
        delegationId: z.uuid(),
        from: person,
        to: person,
        grantIds: z.array(z.uuid()).nullable(),
        validFrom: z.iso.datetime(),
        validUntil: z.iso.datetime(),
        inForce: z.boolean(),
        reason: z.string(),
      }),
    ),
    nextCursor: z.null(),
  }),
  status: 200,
  refusals: [],
} as const satisfies Contract;

export const endDelegationContract = {
  operationId: 'endDelegation',
  tag,
  summary: 'End a delegation',
  description: 'By who gave it, by who has it, or by an administrator of who gave it.',
  method: 'delete',
  path: '/delegations/:delegationId',
  right: 'signed-in',
  params: z.object({ delegationId: z.uuid() }),
  status: 204,
  refusals: ['delegation.unknown'],
} as const satisfies Contract;
