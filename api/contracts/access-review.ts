import { z } from 'zod';
import { rights } from '#domain/rights.ts';
import { grantableRoles } from './api-keys.ts';
import type { Contract } from './contract.ts';
import { code, instant, page, paging } from './shared.ts';

const tag = 'Access review';

const filters = {
  site: code.optional().describe('Whose grants reach this site, those of every site included'),
  entity: code.optional().describe('Whose grants reach this entity, those of every entity included'),
  role: z.enum(grantableRoles).optional(),
  right: z.enum(rights).optional().describe('Who may do this'),
  user: z.uuid().optional().describe('What this person may do, in their own name and for colleagues'),
  endsBefore: instant.optional().describe('What is lost by then'),
};

const held = z.object({
  kind: z.enum(['person', 'api_key']),
  id: z.uuid(),
  name: z.string(),
  username: z.string().nullable(),
  role: z.string(),
  rights: z.array(z.string()),
  entity: z.string().nullable().describe('Null: every one, as with site and category'),
  site: z.string().nullable(),
  category: z.string().nullable(),
  from: z.iso.datetime(),
  until: z.iso.datetime().nullable(),
  grantedBy: z.string(),
  onBehalfOf: z.string().nullable().describe('The colleague who has handed it over'),
  lastSeenAt: z.iso.datetime().nullable().describe('When they last signed in; when a key was last used'),
});

export const reviewAccessContract = {
  operationId: 'reviewAccess',
  tag,
  summary: 'List who may do what, where, and until when',
  description:
    'People and keys, a row for each grant in force or still to begin, and for each that a colleague has handed over. Closed accounts and ended keys are left out. ' +
    'You see whatever reaches where you may review access.',
  method: 'get',
  path: '/access-review',
  right: 'access.review',
  query: z.strictObject({ ...filters, ...paging }),
  response: page(held),
  status: 200,
  refusals: [],
  example: { query: { site: 'EWR', right: 'review.decide' } },
} as const satisfies Contract;

export const exportAccessReviewContract = {
  operationId: 'exportAccessReview',
  tag,
  summary: 'Download who may do what as a table',
  method: 'get',
  path: '/access-review/export',
  right: 'access.review',
  query: z.strictObject(filters),
  download: { types: ['text/csv'] },
  status: 200,
  refusals: [],
} as const satisfies Contract;
