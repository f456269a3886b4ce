import { z } from 'zod';
import { policyKeys, policyScopeKinds } from '#domain/policies.ts';
import type { Contract } from './contract.ts';
import { code, flag, page, paging } from './shared.ts';

const at = z.iso.datetime();
const value = z
  .union([z.string(), z.boolean(), z.array(z.string())])
  .describe('A decimal string, a switch, a word, or a list of words');

export const listPoliciesContract = {
  operationId: 'listPolicies',
  tag: 'Policies',
  summary: 'List the versions of policies, with what each means',
  method: 'get',
  path: '/policies',
  right: 'policy.read',
  query: z.strictObject({ ...paging, key: z.enum(policyKeys).optional(), inForce: flag.optional() }),
  response: page(
    z.object({
      policyId: z.uuid(),
      key: z.enum(policyKeys),
      meaning: z.string(),
      unit: z.string().nullable(),
      scopeKind: z.enum(policyScopeKinds),
      scope: z.string().nullable().describe('The code or word of what it is set for; null: everything'),
      value,
      version: z.int(),
      effectiveFrom: at,
      effectiveUntil: at.nullable(),
      reason: z.string(),
      proposedBy: z.string(),
      approvedBy: z.string().nullable(),
    }),
  ),
  status: 200,
  refusals: [],
  example: { query: { inForce: 'true' } },
} as const satisfies Contract;

export const readEffectivePoliciesContract = {
  operationId: 'readEffectivePolicies',
  tag: 'Policies',
  summary: 'Read what holds for an item, a site, an owner',
  description:
    'The most specific wins: item, category, site, entity, jurisdiction, everything. `policyIds` are the rows it follows.',
  method: 'get',
  path: '/policies/effective',
  right: 'policy.read',
  query: z.strictObject({ item: code.optional(), site: code.optional(), owner: code.optional() }),
  response: z.object({
    at,
    policies: z.array(
      z.object({
        key: z.enum(policyKeys),
        meaning: z.string(),
        unit: z.string().nullable(),
        value,
        policyIds: z.array(z.uuid()),
      }),
    ),
  }),
  status: 200,
  refusals: ['item.unknown', 'site.unknown', 'entity.unknown'],
  example: { query: { item: 'GC-LOG', site: 'EWR' } },
} as const satisfies Contract;
