/** Why a document's file is kept. */
export const keepingReasons = ['legal_hold', 'subject_unknown', 'stock_on_hand', 'held', 'retention_not_over'] as const;
export type KeepingReason = (typeof keepingReasons)[number];

/** A document as its retention is reckoned. Instants of what it belongs to; the lot's last day of use counts as well. */
export type DocumentFacts = {
  uploadedAt: Date;
  belongsToSomething: boolean;
  /** It belongs to something of which no lot is known. */
  belongsToUnknown: boolean;
  lastLinkedAt: Date | null;
  lastMovedAt: Date | null;
  lastExpiryAt: Date | null;
  stockOnHand: boolean;
  held: boolean;
  legalHolds: readonly string[];
};

/** How long it is kept: years for what belongs to something (the longest of its lots), days for what belongs to nothing. */
export type DocumentRetention = { years: number; unlinkedDays: number };

export type Keeping = { keep: true; because: KeepingReason; until: Date | null } | { keep: false; since: Date };

/** Whether a document's file is still kept, and why. What is not certain is kept. */
export function keepingOf(facts: DocumentFacts, { years, unlinkedDays }: DocumentRetention, now: Date): Keeping {
  if (facts.legalHolds.length > 0) return { keep: true, because: 'legal_hold', until: null };
  if (facts.belongsToUnknown) return { keep: true, because: 'subject_unknown', until: null };
  if (facts.stockOnHand) return { keep: true, because: 'stock_on_hand', until: null };
  if (facts.held) return { keep: true, because: 'held', until: null };
  const over = facts.belongsToSomething
    ? addYears(latest(facts), years)
    : new Date(facts.uploadedAt.getTime() + unlinkedDays * 86_400_000);
  return over > now ? { keep: true, because: 'retention_not_over', until: over } : { keep: false, since: over };
}

function latest({ uploadedAt, lastLinkedAt, lastMovedAt, lastExpiryAt }: DocumentFacts): Date {
  const instants = [uploadedAt, lastLinkedAt, lastMovedAt, lastExpiryAt].map((at) => at?.getTime() ?? 0);
  return new Date(Math.max(...instants));
}

/** The same day so many years later; of a leap day, the day after February is over. */
export function addYears(from: Date, years: number): Date {
  const later = new Date(from);
  later.setUTCFullYear(from.getUTCFullYear() + years);
  return later;
}
