import type { RuleCode } from '#domain/rule-codes.ts';

/** Of specifications, their results, and releases. */
export const releaseStatuses = {
  'specification.unknown': 404,
  'specification.malformed': 422,
  'specification.version-taken': 409,
  'result.refused': 422,
  'result.characteristic-unknown': 422,
  'result.sample-unknown': 422,
  'result.value-malformed': 422,
  'result.repeated': 422,
  'result.not-owed': 409,
  'release.unknown': 404,
  'release.already-decided': 409,
  'release.results-missing': 409,
  'release.results-changed': 409,
  'release.second-person-required': 403,
  'release.terms-differ': 409,
  'release.manager-required': 403,
  'release.part-malformed': 422,
  'release.conditions-malformed': 422,
  'release.conditions-not-allowed': 409,
  'release.urgent-not-allowed': 409,
  'release.not-urgent': 409,
  'release.nothing-to-settle': 409,
  'release.customer-not-allowed': 409,
  'release.use-by-passed': 409,
} as const satisfies Partial<Record<RuleCode, number>>;
