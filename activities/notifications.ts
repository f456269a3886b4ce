import { notificationsToDeliver } from '#db/queries/notifications-to-deliver.ts';
import { attendTasks } from '#operations/attend-tasks.ts';
import type { OperationContext } from '#operations/context.ts';
import { writeDigests } from '#operations/write-digests.ts';
import { step } from './commands.ts';

/** What keeps tasks in mind. Each step finds by itself what is left to do, so that a repeat needs no command id. */
export const notificationActivities = (context: OperationContext) => ({
  attendTasks: () => attendTasks(context, step()),
  writeDigests: () => writeDigests(context, step()),
  listDeliveries: ({ batchId }: { batchId: string }) => notificationsToDeliver(context.db, batchId),
});

export type NotificationActivities = ReturnType<typeof notificationActivities>;
