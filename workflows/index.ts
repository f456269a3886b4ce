export { auditSeal } from './audit-seal.ts';
export { disposal } from './disposal.ts';
export { masterDataChange } from './master-data-change.ts';
export { notificationDelivery } from './notification-delivery.ts';
export { policyChange } from './policy-change.ts';
export { quarantineReview } from './quarantine-review.ts';
export { releaseApproval } from './release-approval.ts';
export { taskWatch } from './task-watch.ts';
