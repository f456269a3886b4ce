import { proxyActivities, proxyLocalActivities } from '@temporalio/workflow';
import type { MasterDataChangeActivities } from '#activities/master-data-changes.ts';

/** A person waits for these. An imported table is applied whole, so a step may take a while; one that keeps failing gives up. */
export const steps = proxyActivities<MasterDataChangeActivities>({
  startToCloseTimeout: '5 minutes',
  retry: { initialInterval: '200 milliseconds', backoffCoefficient: 2, maximumAttempts: 5 },
});

/** Nobody waits for these: they are tried until the database is there, with timers in between. */
export const rules = proxyLocalActivities<MasterDataChangeActivities>({
  startToCloseTimeout: '10 seconds',
  localRetryThreshold: '1 second',
  retry: { initialInterval: '500 milliseconds', backoffCoefficient: 2, maximumInterval: '1 minute' },
});

/** Nobody waits for this either, and it is worked off in parts. */
export const afterwards = proxyActivities<MasterDataChangeActivities>({
  startToCloseTimeout: '5 minutes',
  retry: { initialInterval: '1 second', backoffCoefficient: 2, maximumInterval: '1 minute' },
});
