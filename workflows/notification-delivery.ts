import { continueAsNew, proxyActivities, proxyLocalActivities, sleep, workflowInfo } from '@temporalio/workflow';
import type { DeliveryActivities } from '#activities/deliveries.ts';
import type { NotificationActivities } from '#activities/notifications.ts';
import { deliveryQueueOf, type NotificationDeliveryInput } from '#domain/processes.ts';

/** So many of one batch are sent at once: a team's reminder is a handful, a digest hundreds. */
const atOnce = 10;

const { listDeliveries } = proxyLocalActivities<NotificationActivities>({
  startToCloseTimeout: '10 seconds',
  localRetryThreshold: '1 second',
  retry: { initialInterval: '500 milliseconds', backoffCoefficient: 2, maximumInterval: '1 minute' },
});

/** Delivers what was written for people in one transaction, each until it is taken, refused for good, or given up. */
export async function notificationDelivery({ batchId, waiting }: NotificationDeliveryInput): Promise<void> {
  const { deliverNotification } = proxyActivities<DeliveryActivities>({
    taskQueue: deliveryQueueOf(workflowInfo().taskQueue),
    startToCloseTimeout: '20 seconds',
    retry: { initialInterval: '1 second', backoffCoefficient: 2, maximumInterval: '1 minute' },
  });
  let left = waiting ?? (await listDeliveries({ batchId }));
  while (left.length > 0) {
    const again: { notificationId: string; retryAt: string }[] = [];
    for (let from = 0; from < left.length; from += atOnce) {
      await Promise.all(
        left.slice(from, from + atOnce).map(async (notificationId) => {
          const { retryAt } = await deliverNotification({ notificationId });
          if (retryAt !== null) again.push({ notificationId, retryAt });
        }),
      );
    }
    left = again.map(({ notificationId }) => notificationId).sort();
    if (left.length === 0) return;
    const earliest = Math.min(...again.map(({ retryAt }) => Date.parse(retryAt)));
    // All of them wait for the first: a server that is back takes the others as well.
    await sleep(Math.max(1, earliest - Date.now()), { summary: `${left.length} are tried again` });
    if (workflowInfo().continueAsNewSuggested)
      await continueAsNew<typeof notificationDelivery>({ batchId, waiting: left });
  }
}
