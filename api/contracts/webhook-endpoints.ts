import { z } from 'zod';
import type { Contract } from './contract.ts';
import { code, page, paging } from './shared.ts';

const at = z.iso.datetime();
const params = z.object({ endpointId: z.uuid() });

export const createWebhookEndpointContract = {
  operationId: 'createWebhookEndpoint',
  tag: 'Notifications',
  summary: 'Make a webhook that people may choose to be told by',
  description:
    'By https, on the open internet unless its host is allowed by HOLDFAST_WEBHOOK_ALLOWED_HOSTS. Each message is signed as standardwebhooks.com says; `webhook-id` is the same for every try. The secret is told once; a repeat with the same Idempotency-Key answers `secret: null`.',
  method: 'post',
  path: '/webhook-endpoints',
  right: 'notification.administer',
  body: z.strictObject({ name: code, url: z.string().min(1).max(2_000) }),
  response: z.object({
    endpointId: z.uuid(),
    name: z.string(),
    url: z.string(),
    createdAt: at,
    secret: z.string().nullable(),
  }),
  status: 201,
  refusals: ['webhook.address-not-allowed', 'webhook.name-taken'],
  example: { body: { name: 'Quality room', url: 'https://hooks.example.com/holdfast' } },
} as const satisfies Contract;

export const listWebhookEndpointsContract = {
  operationId: 'listWebhookEndpoints',
  tag: 'Notifications',
  summary: 'List the webhooks in use',
  method: 'get',
  path: '/webhook-endpoints',
  right: 'notification.administer',
  query: z.strictObject(paging),
  response: page(
    z.object({
      endpointId: z.uuid(),
      name: z.string(),
      url: z.string(),
      createdAt: at,
      rotatedAt: at.nullable(),
      previousUntil: at.nullable().describe('Until when the secret before signs as well'),
      waiting: z.int(),
      failed: z.int(),
    }),
  ),
  status: 200,
  refusals: [],
} as const satisfies Contract;

export const rotateWebhookSecretContract = {
  operationId: 'rotateWebhookSecret',
  tag: 'Notifications',
  summary: 'Give a webhook a new secret',
  description: 'Told once. The one before signs as well for a day, so that the receiver can change over at leisure.',
  method: 'post',
  path: '/webhook-endpoints/:endpointId/secret',
  right: 'notification.administer',
  params,
  response: z.object({ endpointId: z.uuid(), previousUntil: at, secret: z.string().nullable() }),
  status: 200,
  refusals: ['webhook.unknown'],
} as const satisfies Contract;

export const endWebhookEndpointContract = {
  operationId: 'endWebhookEndpoint',
  tag: 'Notifications',
  summary: 'End a webhook for good',
  description: 'Whoever was told by it is told by mail again.',
  method: 'delete',
  path: '/webhook-endpoints/:endpointId',
  right: 'notification.administer',
  params,
  status: 204,
  refusals: ['webhook.unknown'],
} as const satisfies Contract;
