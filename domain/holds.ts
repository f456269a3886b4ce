/** What decides about a hold. A recall's holds are decided by the recall alone and open no quarantine review. */
export const holdProcesses = ['quarantine_review', 'recall'] as const;
export type HoldProcess = (typeof holdProcesses)[number];

/** Reasons the rules find by themselves. */
export const automaticHoldRules = [
  'missing_certificate',
  'expired_certificate',
  'certificate_withdrawn',
  'supplier_risk',
  'inconsistent_dates',
  'expired',
  'temperature_deviation',
  'failed_inspection',
  'overdue_inspection',
  'count_variance',
] as const;
export type AutomaticHoldRule = (typeof automaticHoldRules)[number];

/** Reasons a person gives when placing a hold by hand. */
export const manualHoldRules = [
  'damage',
  'suspected_contamination',
  'foreign_matter',
  'label_error',
  'pest',
  'customer_complaint',
  'supplier_notice',
  'other',
] as const;
export type ManualHoldRule = (typeof manualHoldRules)[number];

/** Every reason of a hold; `recall` is the one a recall gives. */
export const holdRules = [...automaticHoldRules, ...manualHoldRules, 'recall'] as const;
export type HoldRule = (typeof holdRules)[number];

export const holdStates = ['active', 'lifted', 'ended'] as const;
export type HoldState = (typeof holdStates)[number];

/** How a hold stopped: lifted by a decision, or ended because the stock it reached has gone. */
export const holdEndings = ['lifted', 'returned_to_supplier', 'disposed', 'cancelled'] as const;
export type HoldEnding = (typeof holdEndings)[number];
