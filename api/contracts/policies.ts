import { z } from 'zod';
import { policyKeys, policyScopeKinds } from '#domain/policies.ts';
import { previewEffects } from '#domain/policy-observations.ts';
import type { Contract } from './contract.ts';
import { code, flag, instant, page, paging } from './shared.ts';

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
  query: z.strictObject({
    ...paging,
    key: z.enum(policyKeys).optional(),
    scopeKind: z.enum(policyScopeKinds).optional(),
    scope: code.optional().describe('What it is set for, by its code or word'),
    inForce: flag.optional(),
    coming: flag.optional().describe('What is approved and has not begun'),
  }),
  response: page(
    z.object({
      policyId: z.uuid(),
      key: z.enum(policyKeys),
      meaning: z.string(),
      unit: z.string().nullable(),
      scopeKind: z.enum(policyScopeKinds),
      scope: z.string().nullable().describe('The code or word of what it is set for; null: everything'),
      value,
      byLaw: z.boolean().describe('A floor that law sets'),
      lawReference: z.string().nullable(),
      changeId: z.uuid().nullable().describe('The proposal it comes from'),
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
  summary: 'Read what holds for a lot or an item, a site, an owner: which rule, which value, since when, by whom',
  description:
    'The most specific wins: item, category, site, entity, country, the union it is in, everything. Without a site it is what holds everywhere, under the law of each country. `policyIds` are the versions it follows, `from` tells each of them.',
  method: 'get',
  path: '/policies/effective',
  right: 'policy.read',
  query: z.strictObject({
    item: code.optional(),
    lot: code.optional().describe('Instead of its item'),
    site: code.optional(),
    owner: code.optional(),
    asOf: instant.optional().describe('What held, or will hold, at this instant; now unless sent'),
  }),
  response: z.object({
    at,
    policies: z.array(
      z.object({
        key: z.enum(policyKeys),
        meaning: z.string(),
        unit: z.string().nullable(),
        value,
        policyIds: z.array(z.uuid()),
        from: z
          .array(
            z.object({
              policyId: z.uuid(),
              scopeKind: z.enum(policyScopeKinds),
              scope: z.string().nullable(),
              value,
              version: z.int(),
              byLaw: z.boolean(),
              lawReference: z.string().nullable(),
              effectiveFrom: at,
              approvedBy: z.string().nullable(),
              changeId: z.uuid().nullable().describe('The proposal it comes from'),
            }),
          )
          .describe('What it comes from: the scope that set it, and the floors of law that tightened it'),
      }),
    ),
  }),
  status: 200,
  refusals: ['item.unknown', 'lot.unknown', 'site.unknown', 'entity.unknown'],
  example: { query: { item: 'GC-LOG', site: 'EWR' } },
} as const satisfies Contract;

export const listPolicyCatalogueContract = {
  operationId: 'listPolicyCatalogue',
  tag: 'Policies',
  summary: 'List every policy there is: type, unit, bounds, installed value, and how it can be previewed',
  method: 'get',
  path: '/policies/catalogue',
  right: 'policy.read',
  query: z.strictObject({}),
  response: z.object({
    policies: z.array(
      z.object({
        key: z.enum(policyKeys),
        meaning: z.string(),
        type: z.enum(['number', 'switch', 'choice', 'list']),
        unit: z.string().nullable(),
        least: z.string().nullable(),
        most: z.string().nullable(),
        decimals: z.int().nullable(),
        options: z.array(z.string()).nullable(),
        scopeKinds: z.array(z.enum(policyScopeKinds)).describe('For what it may be set, the most specific first'),
        stricter: z.string().describe('Which way is stricter: what a floor of law tightens'),
        installed: value,
        preview: z.string().nullable().describe('How a value is previewed; null where it cannot be'),
        noPreviewBecause: z.string().nullable(),
      }),
    ),
  }),
  status: 200,
  refusals: [],
} as const satisfies Contract;

export const previewPolicyContract = {
  operationId: 'previewPolicy',
  tag: 'Policies',
  summary: 'Look at what would have happened under another value',
  description:
    'What was received, opened, stored or held in a time, as it would have gone, beside how it went under the policies in force then. Of what you may see; at most 92 days; a page at a time. Nothing is changed.',
  method: 'get',
  path: '/policies/preview',
  right: 'policy.read',
  query: z.strictObject({
    key: z.enum(policyKeys),
    value: z.string().max(2_000).describe('As text; a list as JSON'),
    scopeKind: z.enum(policyScopeKinds).default('global'),
    scope: code.optional(),
    from: instant.optional().describe('30 days ago unless sent'),
    until: instant.optional().describe('Now unless sent'),
    limit: z.coerce.number().int().min(1).max(2_000).default(1_000).describe('How many are examined for this page'),
    cursor: z.string().min(1).max(1_000).optional(),
  }),
  response: page(
    z.object({
      id: z.string(),
      at,
      label: z.string(),
      site: z.string().nullable(),
      lot: z.string().nullable(),
      was: z.boolean().describe('Whether the effect came about under the policies in force then'),
      would: z.boolean().describe('Whether it would have'),
      policyIds: z.array(z.uuid()),
    }),
  ).extend({
    method: z.string(),
    effect: z.enum(previewEffects),
    from: at,
    until: at,
    examined: z.int(),
    more: z.int().describe('Of this page: how many more it would have been'),
    fewer: z.int(),
  }),
  status: 200,
  refusals: [
    'policy.out-of-range',
    'policy.not-previewable',
    'policy.scope-unknown',
    'policy.scope-not-followed',
    'request.malformed',
  ],
  example: { query: { key: 'supplier_risk_limit', value: '60', scopeKind: 'category', scope: 'cheese' } },
} as const satisfies Contract;
