import type { OperationContext } from '#operations/context.ts';
import { auditActivities } from './audit.ts';
import { disposalActivities } from './disposals.ts';
import { masterDataChangeActivities } from './master-data-changes.ts';
import { notificationActivities } from './notifications.ts';
import { policyChangeActivities } from './policy-changes.ts';
import { quarantineReviewActivities } from './quarantine-reviews.ts';
import { releaseApprovalActivities } from './release-approvals.ts';

/** Every activity of the quality queue's workers. */
export const createActivities = (context: OperationContext) => ({
  ...quarantineReviewActivities(context),
  ...masterDataChangeActivities(context),
  ...releaseApprovalActivities(context),
  ...disposalActivities(context),
  ...auditActivities(context),
  ...notificationActivities(context),
  ...policyChangeActivities(context),
});

export type Activities = ReturnType<typeof createActivities>;
