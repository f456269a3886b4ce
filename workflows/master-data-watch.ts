import { continueAsNew, proxyActivities, workflowInfo } from '@temporalio/workflow';
import type { MasterDataWatchActivities } from '#activities/master-data-watch.ts';

const { watchSuppliers, scoreSpecifiedItems } = proxyActivities<MasterDataWatchActivities>({
  startToCloseTimeout: '2 minutes',
  retry: { initialInterval: '1 second', backoffCoefficient: 2, maximumInterval: '5 minutes' },
});

/**
 * Asks for what follows certificates of suppliers that end soon, and scores anew the records that nobody touched and time has
 * changed: suppliers whose certificates began or ended, items whose specification came into effect.
 */
export async function masterDataWatch(from: { after: string | null } = { after: null }): Promise<void> {
  let { after } = from;
  do {
    after = (await watchSuppliers({ after })).next;
    if (after !== null && workflowInfo().continueAsNewSuggested) await continueAsNew<typeof masterDataWatch>({ after });
  } while (after !== null);
  while ((await scoreSpecifiedItems()).more);
}
