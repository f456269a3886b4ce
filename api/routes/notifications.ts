import {
  changeNotificationPreferencesContract,
  listDeliveriesContract,
  listNotificationsContract,
  markNotificationsReadContract,
  previewNotificationContract,
  readNotificationPreferencesContract,
  requestDeliveryTestContract,
  resendNotificationContract,
} from '#api/contracts/notifications.ts';
import { encodeCursor, readCursor } from '#api/http/cursor.ts';
import type { ApiRouter } from '#api/http/router.ts';
import type { Services } from '#api/http/services.ts';
import { endpointNames, listNotifications, readPreferences } from '#db/queries/notifications.ts';
import { authorize } from '#domain/caller.ts';
import { notificationSamples } from '#domain/notification-samples.ts';
import { renderNotification } from '#domain/notification-templates.ts';
import { channelFor, mandatoryKinds, notificationKinds } from '#domain/notifications.ts';
import { allow } from '#domain/result.ts';
import { changeNotificationPreferences } from '#operations/change-notification-preferences.ts';
import { markNotificationsRead } from '#operations/mark-notifications-read.ts';
import { requestDeliveryTest } from '#operations/request-delivery-test.ts';
import { resendNotification } from '#operations/resend-notification.ts';

export function notificationRoutes(app: ApiRouter, { operations, config }: Services): void {
  const { db } = operations;
  const said = { language: 'en', publicUrl: config.publicUrl } as const;

  app.route(listNotificationsContract, async ({ query: { cursor, ...filter } }, { caller }) => {
    const after = readCursor(cursor, 'id');
    if (!after.ok) return after;
    if (caller.kind !== 'person') return allow({ items: [], nextCursor: null });
    const { rows, next } = await listNotifications(db, { ...filter, userId: caller.id, after: after.value });
    const items = rows.map(({ content, name, ...row }) => {
      const { subject, text } = renderNotification(content, { ...said, name });
      return { ...row, title: subject, text };
    });
    return allow({ items, nextCursor: next && encodeCursor(next) });
  });

  app.route(markNotificationsReadContract, ({ body }, request) =>
    markNotificationsRead(operations, request.command(body)),
  );

  app.route(readNotificationPreferencesContract, async (_asked, { caller }) => {
    const person = caller.kind === 'person' ? await readPreferences(db, caller.id) : { email: null, chosen: [] };
    const preferences = notificationKinds.map((kind) => {
      const chosen = person.chosen.find((one) => one.kind === kind);
      const { channel } = channelFor(kind, chosen && { channel: chosen.channel, endpointId: null });
      return { kind, channel, endpoint: chosen?.endpoint ?? null, mandatory: mandatoryKinds.includes(kind) };
    });
    return allow({ email: person.email, webhooks: await endpointNames(db), preferences });
  });

  app.route(changeNotificationPreferencesContract, ({ body }, request) =>
    changeNotificationPreferences(operations, request.command(body)),
  );

  app.route(previewNotificationContract, async ({ params: { kind } }, { caller }) => {
    const rendered = renderNotification(notificationSamples[kind], { ...said, name: caller.name });
    return allow({ kind, language: said.language, ...rendered });
  });

  app.route(listDeliveriesContract, async ({ query: { cursor, user, ...filter } }, { caller }) => {
    // They tell of tasks at every site.
    const may = authorize(caller, 'notification.administer', { siteId: null, entityId: null });
    if (!may.ok) return may;
    const after = readCursor(cursor, 'id');
    if (!after.ok) return after;
    const { rows, next } = await listNotifications(db, { ...filter, username: user, after: after.value });
    const items = rows.map(({ content, ...row }) => {
      const { subject } = renderNotification(content, { ...said, name: row.name });
      return { ...row, title: subject };
    });
    return allow({ items, nextCursor: next && encodeCursor(next) });
  });

  app.route(resendNotificationContract, ({ params }, request) =>
    resendNotification(operations, request.command(params)),
  );

  app.route(requestDeliveryTestContract, ({ body }, request) => requestDeliveryTest(operations, request.command(body)));
}
