/**
 * The names under which processes run in the engine, and the ids that make starting one twice impossible. Permanent.
 * They live here because both sides need them: the operation that commits a fact, and the workflow's messages.
 */
export const taskQueues = { quality: 'holdfast-quality' } as const;

export type QuarantineReviewInput = {
  reviewId: string;
  /** Instants (ISO 8601, UTC) by the policy in force when the hold was placed. */
  remindAt: string;
  escalateAt: string;
};

export const quarantineReviewProcess = {
  workflowType: 'quarantineReview',
  taskQueue: taskQueues.quality,
  workflowId: (reviewId: string): string => `quarantine-review-${reviewId}`,
} as const;
