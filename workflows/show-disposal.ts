import type { DisposalProgress } from '#domain/disposal-progress.ts';
import { showState } from './show-state.ts';

/** Lets operators see in the engine's own screens where a disposal stands. */
export function showDisposal({
  state: value,
  dueAt,
  remindAt,
  escalateAt,
  reminders,
  escalations,
}: DisposalProgress): void {
  const next = remindAt ? `Reminds at ${remindAt}.` : escalateAt ? `Escalates at ${escalateAt}.` : '';
  showState(
    value,
    [`**${value}**, due at ${dueAt}. ${next}`, `${reminders} reminders, ${escalations} escalations.`].join('\n\n'),
  );
}
