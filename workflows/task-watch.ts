import { continueAsNew, proxyActivities, workflowInfo } from '@temporalio/workflow';
import type { NotificationActivities } from '#activities/notifications.ts';

/** A batch takes seconds; the schedule starts no second run beside one that waits for the database. */
const { attendTasks, writeDigests } = proxyActivities<NotificationActivities>({
  startToCloseTimeout: '2 minutes',
  retry: { initialInterval: '1 second', backoffCoefficient: 2, maximumInterval: '1 minute' },
});

/** Reminds of tasks whose time has come, takes overdue ones up their chain, and writes the digests of sites that have opened. */
export async function taskWatch(): Promise<void> {
  while ((await attendTasks()).more) {
    if (workflowInfo().continueAsNewSuggested) await continueAsNew<typeof taskWatch>();
  }
  await writeDigests();
}
