export { auditSeal } from './audit-seal.ts';
export { quarantineReview } from './quarantine-review.ts';
