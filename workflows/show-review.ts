import { setCurrentDetails, upsertSearchAttributes, workflowInfo } from '@temporalio/workflow';
import type { ReviewProgress } from '#domain/review-progress.ts';

const state = { name: 'HoldfastState', type: 'KEYWORD' } as const;

/** Lets operators see in the engine's own screens where a review stands. */
export function showReview({
  state: value,
  decision,
  dueAt,
  remindAt,
  escalateAt,
  reminders,
  escalations,
}: ReviewProgress) {
  if (workflowInfo().typedSearchAttributes.get(state) !== value) upsertSearchAttributes([{ key: state, value }]);
  const next = remindAt ? `Reminds at ${remindAt}.` : escalateAt ? `Escalates at ${escalateAt}.` : '';
  setCurrentDetails(
    [
      `**${value}**, due at ${dueAt}. ${next}`,
      decision ? `Decided "${decision.outcome}" at ${decision.at}.` : 'Waits for a decision.',
      `${reminders} reminders, ${escalations} escalations.`,
    ].join('\n\n'),
  );
}
