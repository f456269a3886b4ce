import { and, eq, inArray, isNull } from 'drizzle-orm';
import type { Tx } from '#db/connect.ts';
import { notificationPreferences, notifications, webhookEndpoints } from '#db/schema/notifications.ts';
import { outbox } from '#db/schema/record.ts';
import {
  type ChosenChannel,
  channelFor,
  type NotificationContent,
  type NotificationSubject,
} from '#domain/notifications.ts';
import { type NotificationDeliveryInput, notificationDeliveryProcess } from '#domain/processes.ts';
import type { Actor, Cause, OperationContext } from './context.ts';

/** `eventKey` names what happened by business ids, so that the same event tells the same person once. */
export type NewNotification = {
  userId: string;
  eventKey: string;
  content: NotificationContent;
  subject: NotificationSubject;
  /** Instead of how the person wants to be told. */
  via?: ChosenChannel;
};

/**
 * Notes whom to tell what, in the transaction of what happened, with the outbox row of the workflow that delivers it. Whoever
 * was told of the same event before is not told again. Answers the people who were not.
 */
export async function writeNotifications(
  tx: Tx,
  { clock, newId }: OperationContext,
  { cause }: Pick<Actor, 'cause'>,
  news: readonly NewNotification[],
): Promise<string[]> {
  if (news.length === 0) return [];
  const now = clock.now();
  const batchId = newId();
  const chosen = await readPreferences(tx, [...new Set(news.map(({ userId }) => userId))]);
  const written = await tx
    .insert(notifications)
    .values(
      news.map(({ userId, eventKey, content, subject, via }) => {
        const { channel, endpointId } = via ?? channelFor(content.kind, chosen.get(`${userId} ${content.kind}`));
        return {
          id: newId(),
          userId,
          eventKey,
          kind: content.kind,
          content,
          subjectKind: subject.kind,
          subjectId: subject.id,
          batchId,
          channel,
          endpointId,
          state: channel === 'none' ? ('kept' as const) : ('waiting' as const),
          nextAttemptAt: channel === 'none' ? null : now,
          createdAt: now,
        };
      }),
    )
    .onConflictDoNothing({ target: [notifications.userId, notifications.eventKey] })
    .returning({ userId: notifications.userId, state: notifications.state });
  if (written.some(({ state }) => state === 'waiting'))
    await startDelivery(tx, { clock }, cause, batchId, written.length);
  return written.map(({ userId }) => userId);
}

/** The outbox row of the workflow that delivers a batch. */
export async function startDelivery(
  tx: Tx,
  { clock }: Pick<OperationContext, 'clock'>,
  { traceparent, requestId }: Cause,
  batchId: string,
  count: number,
): Promise<void> {
  const input: NotificationDeliveryInput = { batchId };
  await tx.insert(outbox).values({
    workflowType: notificationDeliveryProcess.workflowType,
    workflowId: notificationDeliveryProcess.workflowId(batchId),
    taskQueue: notificationDeliveryProcess.taskQueue,
    input,
    searchAttributes: { HoldfastProcess: notificationDeliveryProcess.workflowType },
    summary: count === 1 ? 'One notification' : `${count} notifications`,
    traceparent,
    requestId,
    createdAt: clock.now(),
    nextAttemptAt: clock.now(),
  });
}

/** What people chose, by `user kind`; a webhook that is no more counts as no choice. */
async function readPreferences(tx: Tx, userIds: readonly string[]): Promise<Map<string, ChosenChannel>> {
  const rows = await tx
    .select({
      userId: notificationPreferences.userId,
      kind: notificationPreferences.kind,
      channel: notificationPreferences.channel,
      endpointId: webhookEndpoints.id,
    })
    .from(notificationPreferences)
    .leftJoin(
      webhookEndpoints,
      and(eq(webhookEndpoints.id, notificationPreferences.endpointId), isNull(webhookEndpoints.endedAt)),
    )
    .where(inArray(notificationPreferences.userId, [...userIds]));
  return new Map(
    rows
      .filter(({ channel, endpointId }) => channel !== 'webhook' || endpointId !== null)
      .map(({ userId, kind, channel, endpointId }) => [`${userId} ${kind}`, { channel, endpointId }]),
  );
}
