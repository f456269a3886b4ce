import { sql } from 'drizzle-orm';
import { check, index, integer, jsonb, pgTable, primaryKey, text, unique, uuid } from 'drizzle-orm/pg-core';
import {
  type NotificationContent,
  notificationChannels,
  notificationKinds,
  notificationStates,
} from '#domain/notifications.ts';
import { id, instant, oneOf } from './columns.ts';
import { users } from './people.ts';

/** An address that notifications are posted to. Secrets are kept encrypted; the one before lasts until `previousUntil`. */
export const webhookEndpoints = pgTable('webhook_endpoints', {
  id: id(),
  name: text('name').notNull().unique(),
  url: text('url').notNull(),
  secretBox: text('secret_box').notNull(),
  previousSecretBox: text('previous_secret_box'),
  previousUntil: instant('previous_until'),
  createdBy: text('created_by').notNull(),
  createdAt: instant('created_at').notNull(),
  rotatedAt: instant('rotated_at'),
  endedAt: instant('ended_at'),
});

/** How a person wants to be told of one kind of thing. No row: by mail. */
export const notificationPreferences = pgTable(
  'notification_preferences',
  {
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id),
    kind: text('kind', { enum: notificationKinds }).notNull(),
    channel: text('channel', { enum: notificationChannels }).notNull(),
    endpointId: uuid('endpoint_id').references(() => webhookEndpoints.id),
  },
  (table) => [
    primaryKey({ columns: [table.userId, table.kind] }),
    oneOf('notification_preferences_kind', 'kind', notificationKinds),
    oneOf('notification_preferences_channel', 'channel', notificationChannels),
    check('notification_preferences_endpoint', sql`("channel" = 'webhook') = ("endpoint_id" is not null)`),
  ],
);

/** One person told of one event, once: written with the fact, delivered by a workflow. */
export const notifications = pgTable(
  'notifications',
  {
    id: id(),
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id),
    /** What happened, by business ids: the same event tells the same person once. */
    eventKey: text('event_key').notNull(),
    kind: text('kind', { enum: notificationKinds }).notNull(),
    content: jsonb('content').$type<NotificationContent>().notNull(),
    subjectKind: text('subject_kind').notNull(),
    subjectId: uuid('subject_id').notNull(),
    /** Those that were written together and are delivered by one workflow. */
    batchId: uuid('batch_id').notNull(),
    channel: text('channel', { enum: notificationChannels }).notNull(),
    endpointId: uuid('endpoint_id').references(() => webhookEndpoints.id),
    state: text('state', { enum: notificationStates }).notNull(),
    attempts: integer('attempts').notNull().default(0),
    error: text('error'),
    nextAttemptAt: instant('next_attempt_at'),
    createdAt: instant('created_at').notNull(),
    settledAt: instant('settled_at'),
    readAt: instant('read_at'),
  },
  (table) => [
    unique('notifications_once').on(table.userId, table.eventKey),
    index('notifications_batch').on(table.batchId),
    index('notifications_user').on(table.userId, table.id),
    index('notifications_unread').on(table.userId, table.id).where(sql`"read_at" is null`),
    index('notifications_state').on(table.state, table.id),
    oneOf('notifications_kind', 'kind', notificationKinds),
    oneOf('notifications_channel', 'channel', notificationChannels),
    oneOf('notifications_state_known', 'state', notificationStates),
    check('notifications_endpoint', sql`("channel" = 'webhook') = ("endpoint_id" is not null)`),
  ],
);
