import { allow, type Result, refuse } from './result.ts';

/** Cases whose records a legal hold can keep. */
export const legalCaseKinds = ['quarantine_review', 'release_approval', 'disposal'] as const;
export type LegalCaseKind = (typeof legalCaseKinds)[number];

/** What a legal hold keeps: everything that meets all that is named. Days are YYYY-MM-DD, both included. */
export type LegalHoldCriteria = {
  lotId: string | null;
  caseKind: LegalCaseKind | null;
  caseId: string | null;
  supplierId: string | null;
  fromDay: string | null;
  untilDay: string | null;
};

/** A hold that names nothing would keep nothing or everything; neither is meant. */
export function checkCriteria(criteria: LegalHoldCriteria): Result<void> {
  const named = [criteria.lotId, criteria.caseId, criteria.supplierId, criteria.fromDay, criteria.untilDay];
  if (named.every((part) => part === null))
    return refuse('legal-hold.criteria-missing', 'Name a lot, a case, a supplier or a range of days');
  return criteria.fromDay !== null && criteria.untilDay !== null && criteria.fromDay > criteria.untilDay
    ? refuse('legal-hold.days-reversed', 'The first day is after the last', '/fromDay')
    : allow(undefined);
}
