import { setCurrentDetails, upsertSearchAttributes, workflowInfo } from '@temporalio/workflow';
import type { DisposalProgress } from '#domain/disposal-progress.ts';

const state = { name: 'HoldfastState', type: 'KEYWORD' } as const;

export const stopped =
  'The engine was asked to cancel this disposal. The goods stay held: go on with it, or withdraw it';

/** Lets operators see in the engine's own screens where a disposal stands. */
export function showDisposal({
  state: value,
  dueAt,
  remindAt,
  escalateAt,
  reminders,
  escalations,
}: DisposalProgress): void {
  if (workflowInfo().typedSearchAttributes.get(state) !== value) upsertSearchAttributes([{ key: state, value }]);
  const next = remindAt ? `Reminds at ${remindAt}.` : escalateAt ? `Escalates at ${escalateAt}.` : '';
  setCurrentDetails(
    [`**${value}**, due at ${dueAt}. ${next}`, `${reminders} reminders, ${escalations} escalations.`].join('\n\n'),
  );
}
