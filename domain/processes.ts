import type { AskedBy } from './caller.ts';
import type { DisposalState } from './disposal.ts';
import type { DisposalProgress } from './disposal-progress.ts';
import type { PolicyChangeProgress } from './policy-change-progress.ts';
import type { ProposalProgress } from './proposal-progress.ts';
import type { ReleaseProgress } from './release-progress.ts';
import type { ReviewProgress } from './review-progress.ts';

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
  /** Where it stood, when a run goes on from an earlier one. */
  progress?: ReviewProgress;
};

export const quarantineReviewProcess = {
  workflowType: 'quarantineReview',
  taskQueue: taskQueues.quality,
  workflowId: (reviewId: string): string => `quarantine-review-${reviewId}`,
} as const;

export type DisposalInput = {
  disposalId: string;
  number: string;
  state: DisposalState;
  /** Instants (ISO 8601, UTC) by the policy in force when the disposal was opened. */
  remindAt: string;
  escalateAt: string;
  /** Where it stood, when a run goes on from an earlier one. */
  progress?: DisposalProgress;
};

export const disposalProcess = {
  workflowType: 'disposal',
  taskQueue: taskQueues.quality,
  workflowId: (disposalId: string): string => `disposal-${disposalId}`,
} as const;

export type ReleaseApprovalInput = {
  releaseId: string;
  number: string;
  /** Instants (ISO 8601, UTC) by the policy in force when the stock began to wait. */
  remindAt: string;
  escalateAt: string;
  dueAt: string;
  /** Where it stood, when a run goes on from an earlier one. */
  progress?: ReleaseProgress;
};

export const releaseApprovalProcess = {
  workflowType: 'releaseApproval',
  taskQueue: taskQueues.quality,
  workflowId: (releaseId: string): string => `release-approval-${releaseId}`,
} as const;

export type PolicyChangeInput = {
  changeId: string;
  /** Instants (ISO 8601, UTC) by the policy in force when it was proposed. */
  remindAt: string;
  escalateAt: string;
  expireAt: string;
  /** Where it stood, when a run goes on from an earlier one. */
  progress?: PolicyChangeProgress;
};

export const policyChangeProcess = {
  workflowType: 'policyChange',
  taskQueue: taskQueues.quality,
  workflowId: (changeId: string): string => `policy-change-${changeId}`,
} as const;

/**
 * What a person asks of a case, on its way through the engine. It carries who asks and none of their rights: those are
 * read again by the operation that decides, so that an old payload cannot decide with rights that are gone.
 */
export type CaseRequest<Input> = {
  commandId: string;
  caller: AskedBy;
  requestId?: string;
  /** Tells one sending of it from the next: a sender may repeat the id of the request with the request. */
  attempt?: string;
  fromAddress?: string;
  input: Input;
};

/** Removes what is no longer kept; started by a schedule. */
export const retentionProcess = {
  workflowType: 'retention',
  taskQueue: taskQueues.quality,
  scheduleId: 'retention',
} as const;

/** Asks for what follows certificates that end, and scores anew what time alone has changed; started by a schedule. */
export const masterDataWatchProcess = {
  workflowType: 'masterDataWatch',
  taskQueue: taskQueues.quality,
  scheduleId: 'master-data-watch',
} as const;

/** Started by a schedule of the engine, not by a fact. Permanent as well: the schedule is found again by its id. */
export const auditSealProcess = {
  workflowType: 'auditSeal',
  taskQueue: taskQueues.quality,
  scheduleId: 'audit-seal',
} as const;

/** Tells people of what one transaction wrote for them. What they are told stays in the table: the engine sees ids alone. */
export const notificationDeliveryProcess = {
  workflowType: 'notificationDelivery',
  taskQueue: taskQueues.quality,
  workflowId: (batchId: string): string => `notifications-${batchId}`,
} as const;

export type NotificationDeliveryInput = {
  batchId: string;
  /** Those still to be delivered, when a run goes on from an earlier one. */
  waiting?: readonly string[];
};

/** Where what leaves the house is sent from: a mail server that does not answer must not take the places of decisions. */
export const deliveryQueueOf = (taskQueue: string): string => `${taskQueue}-deliveries`;

/** Brings to mind what is due, and writes the digests; started by a schedule. */
export const taskWatchProcess = {
  workflowType: 'taskWatch',
  taskQueue: taskQueues.quality,
  scheduleId: 'task-watch',
} as const;

export type MasterDataChangeInput = {
  proposalId: string;
  number: string;
  /** Instants (ISO 8601, UTC) by the policy in force when it was proposed. */
  remindAt: string;
  escalateAt: string;
  lapseAt: string;
  progress?: ProposalProgress;
};

export const masterDataChangeProcess = {
  workflowType: 'masterDataChange',
  taskQueue: taskQueues.quality,
  workflowId: (proposalId: string): string => `master-data-change-${proposalId}`,
} as const;
