import { setCurrentDetails, upsertSearchAttributes, workflowInfo } from '@temporalio/workflow';
import { nextReleaseDeadline, type ReleaseProgress } from '#domain/release-progress.ts';

const state = { name: 'HoldfastState', type: 'KEYWORD' } as const;

/** Lets operators see in the engine's own screens where a release stands. */
export function showRelease(release: ReleaseProgress): void {
  const { state: value, number, dueAt, reminders, escalations } = release;
  if (workflowInfo().typedSearchAttributes.get(state) !== value) upsertSearchAttributes([{ key: state, value }]);
  const next = nextReleaseDeadline(release);
  setCurrentDetails(
    [
      `**${number}: ${value.replaceAll('_', ' ')}**, due at ${dueAt}.`,
      next ? `Next by itself: ${next.what} at ${next.at}.` : 'Nothing more happens by itself.',
      `${reminders} reminders, ${escalations} escalations.`,
    ].join('\n\n'),
  );
}
