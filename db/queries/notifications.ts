import { sql } from 'drizzle-orm';
import type { DbOrTx } from '#db/connect.ts';
import type {
  NotificationChannel,
  NotificationContent,
  NotificationKind,
  NotificationState,
} from '#domain/notifications.ts';
import { isoText } from './iso-text.ts';
import { takePage } from './take-page.ts';
import { allOf } from './within-scopes.ts';

export type ListedNotification = {
  notificationId: string;
  kind: NotificationKind;
  content: NotificationContent;
  subjectKind: string;
  subjectId: string;
  username: string;
  name: string;
  channel: NotificationChannel;
  endpoint: string | null;
  state: NotificationState;
  attempts: number;
  error: string | null;
  nextAttemptAt: string | null;
  createdAt: string;
  settledAt: string | null;
  readAt: string | null;
};

export type NotificationFilter = {
  userId?: string | undefined;
  username?: string | undefined;
  unread?: boolean | undefined;
  state?: NotificationState | undefined;
  kind?: NotificationKind | undefined;
  limit: number;
  after?: readonly string[] | undefined;
};

/** Notifications, the latest first. */
export async function listNotifications(db: DbOrTx, filter: NotificationFilter) {
  const { userId, username, unread, state, kind, limit, after } = filter;
  const rows = await db.execute<ListedNotification>(sql`
    select told.id as "notificationId", told.kind, told.content, told.subject_kind as "subjectKind", told.subject_id as "subjectId",
           person.username, person.name, told.channel, endpoint.name as endpoint, told.state, told.attempts, told.error,
           ${isoText(sql`told.next_attempt_at`)} as "nextAttemptAt", ${isoText(sql`told.created_at`)} as "createdAt",
           ${isoText(sql`told.settled_at`)} as "settledAt", ${isoText(sql`told.read_at`)} as "readAt"
      from notifications told join users person on person.id = told.user_id
      left join webhook_endpoints endpoint on endpoint.id = told.endpoint_id
     where ${allOf([
       userId === undefined ? undefined : sql`told.user_id = ${userId}::uuid`,
       username === undefined ? undefined : sql`person.username = ${username}`,
       unread === undefined ? undefined : unread ? sql`told.read_at is null` : sql`told.read_at is not null`,
       state === undefined ? undefined : sql`told.state = ${state}`,
       kind === undefined ? undefined : sql`told.kind = ${kind}`,
       after?.[0] === undefined ? undefined : sql`told.id < ${after[0]}::uuid`,
     ])}
     order by told.id desc limit ${limit + 1}`);
  return takePage(rows, limit, ({ notificationId }) => [notificationId]);
}

export type ListedPreference = { kind: NotificationKind; channel: NotificationChannel; endpoint: string | null };

/** What a person chose, and where mail goes. */
export async function readPreferences(
  db: DbOrTx,
  userId: string,
): Promise<{ email: string | null; chosen: ListedPreference[] }> {
  const chosen = await db.execute<ListedPreference>(sql`
    select preferred.kind, preferred.channel, endpoint.name as endpoint
      from notification_preferences preferred left join webhook_endpoints endpoint on endpoint.id = preferred.endpoint_id
     where preferred.user_id = ${userId}::uuid`);
  const [person] = await db.execute<{ email: string | null }>(sql`select email from users where id = ${userId}::uuid`);
  return { email: person?.email ?? null, chosen: [...chosen] };
}

export type ListedEndpoint = {
  endpointId: string;
  name: string;
  url: string;
  createdAt: string;
  rotatedAt: string | null;
  previousUntil: string | null;
  waiting: number;
  failed: number;
};

/** Webhooks in use, with what waits for them and what they did not take; never a secret. */
export async function listEndpoints(db: DbOrTx, { limit, after }: Pick<NotificationFilter, 'limit' | 'after'>) {
  const rows = await db.execute<ListedEndpoint>(sql`
    select endpoint.id as "endpointId", endpoint.name, endpoint.url, ${isoText(sql`endpoint.created_at`)} as "createdAt",
           ${isoText(sql`endpoint.rotated_at`)} as "rotatedAt", ${isoText(sql`endpoint.previous_until`)} as "previousUntil",
           (select count(*)::int from notifications told where told.endpoint_id = endpoint.id and told.state = 'waiting') as waiting,
           (select count(*)::int from notifications told where told.endpoint_id = endpoint.id and told.state in ('bounced', 'failed')) as failed
      from webhook_endpoints endpoint
     where endpoint.ended_at is null and ${after?.[0] === undefined ? sql`true` : sql`endpoint.id > ${after[0]}::uuid`}
     order by endpoint.id limit ${limit + 1}`);
  return takePage(rows, limit, ({ endpointId }) => [endpointId]);
}

/** The names of webhooks in use, for whoever chooses one. */
export async function endpointNames(db: DbOrTx): Promise<string[]> {
  const rows = await db.execute<{ name: string }>(
    sql`select name from webhook_endpoints where ended_at is null order by name`,
  );
  return rows.map(({ name }) => name);
}
