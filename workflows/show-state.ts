import { setCurrentDetails, upsertSearchAttributes, workflowInfo } from '@temporalio/workflow';

const key = { name: 'HoldfastState', type: 'KEYWORD' } as const;

/** Lets operators see in the engine's own screens where a case stands, and find those that stand so. */
export function showState(value: string, details: string): void {
  if (workflowInfo().typedSearchAttributes.get(key) !== value) upsertSearchAttributes([{ key, value }]);
  setCurrentDetails(details);
}
