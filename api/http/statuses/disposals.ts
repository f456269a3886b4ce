import type { RuleCode } from '#domain/rule-codes.ts';

/** Of disposals, and what they write off. */
export const disposalStatuses = {
  'disposal.unknown': 404,
  'disposal.not-approved': 409,
  'disposal.already-approved': 409,
  'disposal.approved-twice': 409,
  'disposal.over': 409,
  'disposal.second-person-required': 403,
  'disposal.more-than-approved': 409,
  'disposal.nothing-left': 409,
  'disposal.destruction-unknown': 404,
  'disposal.not-awaiting-witness': 409,
  'disposal.already-destroyed': 409,
  'disposal.nothing-to-settle': 409,
  'disposal.extension-not-later': 422,
  'disposal.extension-too-long': 422,
  'disposal.runs-pending': 409,
  'disposal.nothing-destroyed': 409,
  'write-off.unknown': 404,
  'write-off.valued-already': 409,
} as const satisfies Partial<Record<RuleCode, number>>;
