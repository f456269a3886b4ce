import { proxyActivities, proxyLocalActivities } from '@temporalio/workflow';
import type { QuarantineReviewActivities } from '#activities/quarantine-reviews.ts';

/** A person waits for these: a step that keeps failing gives up, is reported, and may be asked for again. */
export const steps = proxyActivities<QuarantineReviewActivities>({
  startToCloseTimeout: '5 seconds',
  retry: { initialInterval: '200 milliseconds', backoffCoefficient: 2, maximumAttempts: 5 },
});

/**
 * Nobody waits for these: they are tried until the database is there. After the first tries the workflow waits by a timer in
 * between and hears what people decide meanwhile; one that went on trying would keep them waiting, and its history growing.
 */
export const rules = proxyLocalActivities<QuarantineReviewActivities>({
  startToCloseTimeout: '10 seconds',
  localRetryThreshold: '1 second',
  retry: { initialInterval: '500 milliseconds', backoffCoefficient: 2, maximumInterval: '1 minute' },
});
