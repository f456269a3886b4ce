import { z } from 'zod';
import { roles } from '#domain/rights.ts';
import type { Contract } from './contract.ts';
import { code, flag, instant, page, paging } from './shared.ts';

/** The roles people and keys can be given: all but the one of the rules themselves. */
export const grantableRoles = roles.filter((role) => role !== 'system');

export const grantFields = {
  role: z.enum(grantableRoles),
  entity: code.optional().describe('Code of a legal entity; left out: all of them.'),
  site: code.optional().describe('Code of a site; left out: all of them.'),
  category: code.optional().describe('An item category; left out: all of them. Covers what is about one lot.'),
};

const key = {
  apiKeyId: z.uuid(),
  name: z.string(),
  prefix: z.string().describe('The part of the key that may be shown; it finds the key in logs and lists.'),
  createdAt: z.iso.datetime(),
  expiresAt: z.iso.datetime().nullable(),
};

export const createApiKeyContract = {
  operationId: 'createApiKey',
  tag: 'API keys',
  summary: 'Make an API key for a system',
  description:
    'The key is told once, in this answer; a repeat with the same Idempotency-Key answers `key: null`. Its scope lies ' +
    'within the scope in which you administer keys.',
  method: 'post',
  path: '/api-keys',
  right: 'api-key.administer',
  body: z.strictObject({ name: z.string().trim().min(1).max(200), ...grantFields, expiresAt: instant.optional() }),
  response: z.object({ ...key, key: z.string().nullable() }),
  status: 201,
  refusals: ['role.unknown', 'entity.unknown', 'site.unknown', 'category.unknown'],
  example: { body: { name: 'Newark WMS', role: 'integrator', site: 'EWR' } },
} as const satisfies Contract;

export const listApiKeysContract = {
  operationId: 'listApiKeys',
  tag: 'API keys',
  summary: 'List API keys',
  description: 'Those within the scope in which you administer keys.',
  method: 'get',
  path: '/api-keys',
  right: 'api-key.administer',
  query: z.object({ ...paging, revoked: flag.optional() }),
  response: page(
    z.object({
      ...key,
      role: z.string(),
      entity: z.string().nullable(),
      site: z.string().nullable(),
      category: z.string().nullable(),
      createdBy: z.string(),
      revokedAt: z.iso.datetime().nullable(),
      lastUsedAt: z.iso.datetime().nullable().describe('To the minute.'),
      rotatedAt: z.iso.datetime().nullable(),
      previous: z
        .object({ prefix: z.string(), until: z.iso.datetime(), lastUsedAt: z.iso.datetime().nullable() })
        .nullable()
        .describe('The secret before the rotation, while it still works.'),
    }),
  ),
  status: 200,
  refusals: [],
  example: { query: { revoked: 'false' } },
} as const satisfies Contract;

export const revokeApiKeyContract = {
  operationId: 'revokeApiKey',
  tag: 'API keys',
  summary: 'Revoke an API key',
  description: 'For good, and at once.',
  method: 'delete',
  path: '/api-keys/:apiKeyId',
  right: 'api-key.administer',
  params: z.object({ apiKeyId: z.uuid() }),
  status: 204,
  refusals: ['api-key.unknown', 'api-key.already-revoked'],
} as const satisfies Contract;

export const rotateApiKeyContract = {
  operationId: 'rotateApiKey',
  tag: 'API keys',
  summary: 'Give an API key another secret',
  description:
    'The one before works on until `overlapUntil` (a week unless told, 90 days at most), so that a system changes over ' +
    'without a gap. The key is told once; a repeat with the same Idempotency-Key answers `key: null`.',
  method: 'post',
  path: '/api-keys/:apiKeyId/rotation',
  right: 'api-key.administer',
  params: z.object({ apiKeyId: z.uuid() }),
  body: z.strictObject({
    overlapUntil: instant.optional(),
    expiresAt: instant.nullable().optional().describe('Of the new secret; null: never; left out: as before.'),
  }),
  response: z.object({
    apiKeyId: z.uuid(),
    name: z.string(),
    prefix: z.string(),
    expiresAt: z.iso.datetime().nullable(),
    previousPrefix: z.string(),
    previousUntil: z.iso.datetime(),
    key: z.string().nullable(),
  }),
  status: 201,
  refusals: ['api-key.unknown', 'api-key.already-revoked', 'api-key.rotation-under-way'],
  example: { body: { overlapUntil: '2026-12-01T00:00:00Z' } },
} as const satisfies Contract;

export const endPreviousSecretContract = {
  operationId: 'endPreviousSecret',
  tag: 'API keys',
  summary: 'End the secret from before a rotation',
  description: 'At once; `previous.lastUsedAt` in the list tells whether anything still uses it.',
  method: 'delete',
  path: '/api-keys/:apiKeyId/previous',
  right: 'api-key.administer',
  params: z.object({ apiKeyId: z.uuid() }),
  status: 204,
  refusals: ['api-key.unknown', 'api-key.already-revoked', 'api-key.not-rotating'],
} as const satisfies Contract;
