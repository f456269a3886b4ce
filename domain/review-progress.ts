import { isOpen, type ReviewState } from './quarantine-review.ts';
import { allow, type Result, refuse } from './result.ts';
import type { ReviewStanding } from './review-steps.ts';

/** A review as its workflow follows it. Instants are ISO 8601 in UTC; a deadline is null once it was met. */
export type ReviewProgress = {
  /** Of the standing it follows; what comes with an older one was overtaken on its way. */
  version: number;
  state: ReviewState;
  decision: ReviewStanding['decision'];
  dueAt: string;
  remindAt: string | null;
  escalateAt: string | null;
  /** How long before the due date the reminder comes, in milliseconds. */
  leadMilliseconds: number;
  reminders: number;
  escalations: number;
};

export type Deadline = { what: 'remind' | 'escalate'; at: string };

export const openedReview = (remindAt: string, escalateAt: string): ReviewProgress => ({
  version: 0,
  state: 'open',
  decision: null,
  dueAt: escalateAt,
  remindAt,
  escalateAt,
  leadMilliseconds: Date.parse(escalateAt) - Date.parse(remindAt),
  reminders: 0,
  escalations: 0,
});

/**
 * The progress once a step has left the review standing so. A moved due date moves the reminder by as much and arms both
 * again; a reminder that would lie in the past by then is left out, because the people have just dealt with the case.
 */
export function follow(progress: ReviewProgress, standing: ReviewStanding, now: string): ReviewProgress {
  const { version, state, decision, dueAt } = standing;
  if (version < progress.version) return progress;
  if (dueAt === progress.dueAt) return { ...progress, version, state, decision };
  const remindAt = new Date(Date.parse(dueAt) - progress.leadMilliseconds).toISOString();
  const inTime = progress.leadMilliseconds > 0 && remindAt > now;
  return { ...progress, version, state, decision, dueAt, remindAt: inTime ? remindAt : null, escalateAt: dueAt };
}

/** What comes next by itself, or nothing: the review is over, or all has been said. */
export function nextDeadline({ state, remindAt, escalateAt }: ReviewProgress): Deadline | null {
  if (isOver(state)) return null;
  if (remindAt !== null && (escalateAt === null || remindAt <= escalateAt)) return { what: 'remind', at: remindAt };
  return escalateAt === null ? null : { what: 'escalate', at: escalateAt };
}

/** The progress once a deadline was met. An escalation makes the reminder before it pointless. */
export const met = (progress: ReviewProgress, { what }: Deadline): ReviewProgress =>
  what === 'remind'
    ? { ...progress, remindAt: null, reminders: progress.reminders + 1 }
    : { ...progress, remindAt: null, escalateAt: null, escalations: progress.escalations + 1 };

export const isOver = (state: ReviewState): boolean => state === 'closed' || state === 'cancelled';

/** Whether there is still something to decide; who comes second learns who decided, what and when. */
export const awaitsDecision = ({ state, decision }: Pick<ReviewProgress, 'state' | 'decision'>): Result<void> =>
  isOpen({
    state,
    decision: decision && {
      outcome: decision.outcome,
      by: decision.byId,
      byName: decision.byName,
      at: new Date(decision.at),
    },
  });

/** Whether there is a decision still to be carried out. */
export function awaitsConfirmation({ state }: Pick<ReviewProgress, 'state'>): Result<void> {
  if (state === 'open') return refuse('review.not-decided', 'This review is open: nobody has decided');
  return isUnfinished({ state });
}

export const isUnfinished = ({ state }: Pick<ReviewProgress, 'state'>): Result<void> =>
  isOver(state) ? refuse('review.already-closed', `This review is ${state}: nothing is left to do`) : allow(undefined);
