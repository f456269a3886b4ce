import type { OperationContext } from '#operations/context.ts';
import type { DocumentStore } from '#operations/document-store.ts';
import { auditActivities } from './audit.ts';
import { disposalActivities } from './disposals.ts';
import { masterDataChangeActivities } from './master-data-changes.ts';
import { masterDataWatchActivities } from './master-data-watch.ts';
import { notificationActivities } from './notifications.ts';
import { policyChangeActivities } from './policy-changes.ts';
import { quarantineReviewActivities } from './quarantine-reviews.ts';
import { releaseApprovalActivities } from './release-approvals.ts';
import { retentionActivities } from './retention.ts';

/** Every activity of the quality queue's workers. */
export const createActivities = (context: OperationContext, documents: DocumentStore) => ({
  ...quarantineReviewActivities(context),
  ...masterDataChangeActivities(context),
  ...masterDataWatchActivities(context),
  ...releaseApprovalActivities(context),
  ...disposalActivities(context),
  ...auditActivities(context),
  ...notificationActivities(context),
  ...policyChangeActivities(context),
  ...retentionActivities(context, documents),
});

export type Activities = ReturnType<typeof createActivities>;
