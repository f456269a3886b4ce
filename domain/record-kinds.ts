/**
 * What is changed by proposals. A local override is a record of its own: whose, where, which field. A specification is an item's,
 * goes by its code, and each change of it is a new version. A certificate is a paper about a supplier itself.
 */
export const recordKinds = [
  'item',
  'party',
  'location',
  'override',
  'specification',
  'certificate',
  'site',
  'entity',
] as const;
export type RecordKind = (typeof recordKinds)[number];

/** Kinds that a table may be imported of. */
export const importedKinds = [
  'item',
  'party',
  'location',
  'specification',
  'certificate',
  'site',
  'entity',
] as const satisfies readonly RecordKind[];
export type ImportedKind = (typeof importedKinds)[number];

/** Kinds whose records are scored by how complete they are. What an item lacks of a specification is the item's gap. */
export const scoredKinds = ['item', 'party', 'location'] as const satisfies readonly ImportedKind[];
export type ScoredKind = (typeof scoredKinds)[number];

/** Kinds among which duplicates are looked for, that can be blocked, and that sites and entities may override. */
export const sharedKinds = ['item', 'party'] as const satisfies readonly ScoredKind[];
export type SharedKind = (typeof sharedKinds)[number];

export const proposalStates = ['open', 'approved', 'rejected', 'withdrawn', 'lapsed'] as const;
export type ProposalState = (typeof proposalStates)[number];

/** `merge`: the record leads to another from then on; `separate`: no more. */
export const recordActions = ['create', 'change', 'remove', 'merge', 'separate'] as const;
export type RecordAction = (typeof recordActions)[number];

/** Where a proposal comes from: typed in, or a table that was checked before. */
export const proposalSources = ['person', 'import'] as const;

export const duplicateStates = ['suspected', 'not_same'] as const;
export type DuplicateState = (typeof duplicateStates)[number];

/** `part`: the row goes with an earlier one, which carries the record of both. */
export const importOutcomes = ['create', 'change', 'part', 'unchanged', 'error'] as const;
export type ImportOutcome = (typeof importOutcomes)[number];
