export { quarantineReview } from './quarantine-review.ts';
