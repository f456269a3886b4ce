import { continueAsNew, proxyActivities, workflowInfo } from '@temporalio/workflow';
import type { AuditActivities } from '#activities/audit.ts';

/** One batch of seals takes seconds; the schedule starts no second run beside one that waits for the database. */
const { sealAudit } = proxyActivities<AuditActivities>({
  startToCloseTimeout: '2 minutes',
  retry: { initialInterval: '1 second', backoffCoefficient: 2, maximumInterval: '1 minute' },
});

/** Seals what has been added to the audit trail. Started by a schedule; what a run finds sealed it leaves alone. */
export async function auditSeal(): Promise<void> {
  while ((await sealAudit()).more) {
    if (workflowInfo().continueAsNewSuggested) await continueAsNew<typeof auditSeal>();
  }
}
