import { proxyActivities, proxyLocalActivities } from '@temporalio/workflow';
import type { PolicyChangeActivities } from '#activities/policy-changes.ts';

/** A person waits for it: it gives up after some tries, is reported, and may be asked for again. */
export const steps = proxyActivities<PolicyChangeActivities>({
  startToCloseTimeout: '5 seconds',
  retry: { initialInterval: '200 milliseconds', backoffCoefficient: 2, maximumAttempts: 5 },
});

/** Nobody waits for these: they are tried until the database is there, and people are heard in between. */
export const rules = proxyLocalActivities<PolicyChangeActivities>({
  startToCloseTimeout: '10 seconds',
  localRetryThreshold: '1 second',
  retry: { initialInterval: '500 milliseconds', backoffCoefficient: 2, maximumInterval: '1 minute' },
});
