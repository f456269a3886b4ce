import type { ReviewProgress } from '#domain/review-progress.ts';
import { showState } from './show-state.ts';

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
  const next = remindAt ? `Reminds at ${remindAt}.` : escalateAt ? `Escalates at ${escalateAt}.` : '';
  showState(
    value,
    [
      `**${value}**, due at ${dueAt}. ${next}`,
      decision ? `Decided "${decision.outcome}" at ${decision.at}.` : 'Waits for a decision.',
      `${reminders} reminders, ${escalations} escalations.`,
    ].join('\n\n'),
  );
}
