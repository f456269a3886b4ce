import { proxyActivities, proxyLocalActivities } from '@temporalio/workflow';
import type { DisposalActivities } from '#activities/disposals.ts';

/** A person waits for these: a step that keeps failing gives up, is reported, and may be asked for again. */
export const steps = proxyActivities<DisposalActivities>({
  startToCloseTimeout: '5 seconds',
  retry: { initialInterval: '200 milliseconds', backoffCoefficient: 2, maximumAttempts: 5 },
});

/** Nobody waits for these: they are tried until the database is there, and the workflow hears people meanwhile. */
export const rules = proxyLocalActivities<DisposalActivities>({
  startToCloseTimeout: '10 seconds',
  localRetryThreshold: '1 second',
  retry: { initialInterval: '500 milliseconds', backoffCoefficient: 2, maximumInterval: '1 minute' },
});
