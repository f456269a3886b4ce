import type { SearchAttributePair } from '@temporalio/common';
import { searchAttributes as known } from '#domain/search-attributes.ts';

/** A process that a committed fact calls for, as its outbox row tells it. */
export type ProcessStart = {
  workflowType: string;
  workflowId: string;
  taskQueue: string;
  input: unknown;
  searchAttributes: Record<string, string | string[]>;
  summary: string;
};

/** What the engine is told when a process is started: the same from the relay and from a decision that came before it. */
export const startOptions = ({ workflowId, taskQueue, input, searchAttributes, summary }: ProcessStart) => ({
  workflowId,
  taskQueue,
  args: [input],
  workflowIdConflictPolicy: 'USE_EXISTING' as const,
  // A task of a worker that was killed goes to another one after this time; the ones that live need milliseconds.
  workflowTaskTimeout: '5 seconds' as const,
  typedSearchAttributes: Object.entries(searchAttributes).map(asPair),
  staticSummary: summary,
});

function asPair([name, value]: [string, string | string[]]): SearchAttributePair {
  const type = Object.entries(known).find(([attribute]) => attribute === name)?.[1];
  if (type === 'Keyword' && typeof value === 'string') return { key: { name, type: 'KEYWORD' }, value };
  if (type === 'KeywordList' && typeof value !== 'string') return { key: { name, type: 'KEYWORD_LIST' }, value };
  throw new Error(`The engine knows no search attribute ${name} for ${JSON.stringify(value)}`);
}
