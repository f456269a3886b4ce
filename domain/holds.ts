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
  'supplier_blocked',
  'item_blocked',
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

/** Every reason of a hold; `release_rejected` is the one a rejected release leaves, `recall` the one a recall gives. */
export const holdRules = [...automaticHoldRules, ...manualHoldRules, 'release_rejected', 'recall'] as const;
export type HoldRule = (typeof holdRules)[number];

/** How a hold stopped: lifted by a decision, or ended because the stock it reached has gone. */
export const holdEndings = ['lifted', 'returned_to_supplier', 'disposed', 'cancelled'] as const;
export type HoldEnding = (typeof holdEndings)[number];

/** What a hold stops: a lot everywhere (both null), at a site, or at one location of it. */
export type Reach = { lotId: string; siteId: string | null; locationId: string | null };

/** Where stock of a lot stands. */
export type StockPlace = { lotId: string; siteId: string; locationId: string };

export const reaches = (hold: Reach, stock: StockPlace): boolean =>
  hold.lotId === stock.lotId &&
  (hold.siteId === null || hold.siteId === stock.siteId) &&
  (hold.locationId === null || hold.locationId === stock.locationId);

/**
 * The smallest reach that holds what it held and also a place where held stock is going (law 4: leaving the reach
 * extends the hold first): from a location to its site, from a site to everywhere. The same reach if it covers the place.
 */
export function extendReach(hold: Reach, to: StockPlace): Reach {
  if (hold.lotId !== to.lotId) throw new Error(`The hold is on lot ${hold.lotId}, the stock is of lot ${to.lotId}`);
  if (reaches(hold, to)) return hold;
  return { lotId: hold.lotId, siteId: hold.siteId === to.siteId ? hold.siteId : null, locationId: null };
}

/** Whether there can be stock that both reach. */
export const overlap = (one: Reach, other: Reach): boolean =>
  one.lotId === other.lotId && meets(one.siteId, other.siteId) && meets(one.locationId, other.locationId);

const meets = (one: string | null, other: string | null): boolean => one === null || other === null || one === other;
