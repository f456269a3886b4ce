export { auditSeal } from './audit-seal.ts';
export { notificationDelivery } from './notification-delivery.ts';
export { quarantineReview } from './quarantine-review.ts';
export { taskWatch } from './task-watch.ts';
