/** A reviewer's choice. (EPCIS owns the word disposition for the business condition of an object.) */
export const reviewOutcomes = ['lift', 'return_to_supplier', 'dispose'] as const;
export type ReviewOutcome = (typeof reviewOutcomes)[number];

/** decided: the answer is final, what follows from it is not done yet; closed: nothing is left to do. */
export const reviewStates = ['open', 'decided', 'closed', 'cancelled'] as const;
export type ReviewState = (typeof reviewStates)[number];

/** What may be laid before the reviewer while the review is open. */
export const reviewEvidenceKinds = ['document', 'certificate', 'inspection', 'temperature_reading', 'note'] as const;
export type ReviewEvidenceKind = (typeof reviewEvidenceKinds)[number];
