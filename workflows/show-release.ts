import { nextReleaseDeadline, type ReleaseProgress } from '#domain/release-progress.ts';
import { showState } from './show-state.ts';

/** Lets operators see in the engine's own screens where a release stands. */
export function showRelease(release: ReleaseProgress): void {
  const { state: value, number, dueAt, reminders, escalations } = release;
  const next = nextReleaseDeadline(release);
  showState(
    value,
    [
      `**${number}: ${value.replaceAll('_', ' ')}**, due at ${dueAt}.`,
      next ? `Next by itself: ${next.what} at ${next.at}.` : 'Nothing more happens by itself.',
      `${reminders} reminders, ${escalations} escalations.`,
    ].join('\n\n'),
  );
}
