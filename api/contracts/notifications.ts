import { z } from 'zod';
import { notificationChannels, notificationKinds, notificationStates } from '#domain/notifications.ts';
import type { Contract } from './contract.ts';
import { code, flag, page, paging } from './shared.ts';

const at = z.iso.datetime();
const told = {
  notificationId: z.uuid(),
  kind: z.enum(notificationKinds),
  title: z.string(),
  subjectKind: z.string(),
  subjectId: z.uuid(),
  channel: z.enum(notificationChannels),
  state: z
    .enum(notificationStates)
    .describe('`not_sent` says why in `error`: no mail server configured, no address known'),
  error: z.string().nullable(),
  createdAt: at,
  readAt: at.nullable(),
};

export const listNotificationsContract = {
  operationId: 'listNotifications',
  tag: 'Notifications',
  summary: 'Read what you were told, the latest first',
  method: 'get',
  path: '/notifications',
  right: 'signed-in',
  query: z.strictObject({ ...paging, unread: flag.optional(), kind: z.enum(notificationKinds).optional() }),
  response: page(z.object({ ...told, text: z.string() })),
  status: 200,
  refusals: [],
  example: { query: { unread: 'true' } },
} as const satisfies Contract;

export const markNotificationsReadContract = {
  operationId: 'markNotificationsRead',
  tag: 'Notifications',
  summary: 'Mark notifications as read',
  method: 'post',
  path: '/notifications/read',
  right: 'signed-in',
  body: z.strictObject({ notificationIds: z.array(z.uuid()).max(500).optional().describe('Left out: all of yours') }),
  response: z.object({ read: z.int() }),
  status: 200,
  refusals: [],
  example: { body: {} },
} as const satisfies Contract;

const preference = {
  kind: z.enum(notificationKinds),
  channel: z.enum(notificationChannels),
};

export const readNotificationPreferencesContract = {
  operationId: 'readNotificationPreferences',
  tag: 'Notifications',
  summary: 'Read how you are told of what',
  method: 'get',
  path: '/notification-preferences',
  right: 'signed-in',
  response: z.object({
    email: z.string().nullable().describe('Where mail to you goes; an administrator changes it'),
    webhooks: z.array(z.string()).describe('What you may choose by name'),
    preferences: z.array(
      z.object({
        ...preference,
        endpoint: z.string().nullable(),
        mandatory: z.boolean().describe('Cannot be switched off'),
      }),
    ),
  }),
  status: 200,
  refusals: [],
} as const satisfies Contract;

export const changeNotificationPreferencesContract = {
  operationId: 'changeNotificationPreferences',
  tag: 'Notifications',
  summary: 'Choose how you are told of what',
  description: 'Kinds that are not named stay as they are.',
  method: 'put',
  path: '/notification-preferences',
  right: 'signed-in',
  body: z.strictObject({
    preferences: z
      .array(z.strictObject({ ...preference, endpoint: code.optional().describe("A webhook's name") }))
      .min(1)
      .max(notificationKinds.length),
  }),
  response: z.object({ changed: z.int() }),
  status: 200,
  refusals: ['access.right-missing', 'notification.mandatory', 'webhook.unknown'],
  example: { body: { preferences: [{ kind: 'daily_digest', channel: 'none' }] } },
} as const satisfies Contract;

export const previewNotificationContract = {
  operationId: 'previewNotification',
  tag: 'Notifications',
  summary: 'See what a message of a kind looks like',
  description: 'With made-up content. Mail carries both parts; a webhook the subject and the text.',
  method: 'get',
  path: '/notification-templates/:kind',
  right: 'signed-in',
  params: z.object({ kind: z.enum(notificationKinds) }),
  response: z.object({
    kind: z.enum(notificationKinds),
    language: z.string(),
    subject: z.string(),
    text: z.string(),
    html: z.string(),
  }),
  status: 200,
  refusals: [],
} as const satisfies Contract;

export const listDeliveriesContract = {
  operationId: 'listDeliveries',
  tag: 'Notifications',
  summary: 'See what was told to whom, and what did not arrive',
  method: 'get',
  path: '/notification-deliveries',
  right: 'notification.administer',
  query: z.strictObject({
    ...paging,
    state: z.enum(notificationStates).optional(),
    kind: z.enum(notificationKinds).optional(),
    user: code.optional().describe('A username'),
  }),
  response: page(
    z.object({
      ...told,
      username: z.string(),
      name: z.string(),
      endpoint: z.string().nullable(),
      attempts: z.int(),
      nextAttemptAt: at.nullable(),
      settledAt: at.nullable(),
    }),
  ),
  status: 200,
  refusals: [],
  example: { query: { state: 'bounced' } },
} as const satisfies Contract;

export const resendNotificationContract = {
  operationId: 'resendNotification',
  tag: 'Notifications',
  summary: 'Send once more what did not arrive',
  description: 'Once its cause is gone: an address corrected, a mail server configured.',
  method: 'post',
  path: '/notification-deliveries/:notificationId/resend',
  right: 'notification.administer',
  params: z.object({ notificationId: z.uuid() }),
  response: z.object({ notificationId: z.uuid(), state: z.enum(notificationStates) }),
  status: 202,
  refusals: ['notification.unknown', 'notification.not-resendable'],
} as const satisfies Contract;

export const requestDeliveryTestContract = {
  operationId: 'requestDeliveryTest',
  tag: 'Notifications',
  summary: 'Send a test to yourself',
  method: 'post',
  path: '/notification-deliveries/test',
  right: 'notification.administer',
  body: z.strictObject({ endpoint: code.optional().describe("A webhook's name; left out: by mail") }),
  response: z.object({ notificationId: z.uuid() }),
  status: 202,
  refusals: ['access.right-missing', 'webhook.unknown'],
  example: { body: {} },
} as const satisfies Contract;
