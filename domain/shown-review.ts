import { authorize, type Caller } from './caller.ts';
import { overlap, type Reach, reaches, type StockPlace } from './holds.ts';
import { add } from './quantity.ts';

type HoldFacts = Reach & { number: string; rule: string };
type StockFacts = StockPlace & {
  ownerId: string;
  site: string;
  location: string;
  owner: string;
  condition: string;
  quantity: string;
};
type Facts = Record<string, unknown>;

/** What a review is decided on, whoever looks at it. Plain JSON: instants and quantities are text. */
export type ReviewFacts = {
  review: Facts & { number: string; state: string };
  hold: HoldFacts & Facts;
  lot: Facts & { code: string; category: string };
  otherHolds: readonly HoldFacts[];
  stock: readonly StockFacts[];
  evidence: readonly Facts[];
  certificates: readonly Facts[];
  inspections: readonly (Facts & { siteId: string })[];
};

/**
 * What a caller is shown of a review and signs for: the case and its decision, the hold and those beside it, the lot, the
 * stock in reach, the evidence, the papers and the inspections. What they may not see is stock elsewhere, without names.
 * Left out on purpose: what changes without saying anything about the goods. Tasks, due dates and readings within range (one out
 * of range is evidence), because a signature would otherwise be out of date every few minutes; what others confirmed, because
 * two who confirm do so independently.
 */
export function shownReview(
  caller: Caller,
  { review, hold, lot, otherHolds, stock, evidence, certificates, inspections }: ReviewFacts,
) {
  const sees = (siteId: string, entityId?: string) =>
    authorize(caller, 'lot.read', { siteId, entityId, category: lot.category }).ok;
  const inReach = stock.filter((standing) => reaches(hold, standing));
  const seen = inReach.filter(({ siteId, ownerId }) => sees(siteId, ownerId));
  const unseen = inReach.filter((standing) => !seen.includes(standing));
  const { lotId: _lot, siteId: _site, locationId: _location, ...about } = hold;
  return {
    review,
    hold: about,
    otherHolds: otherHolds.filter((other) => overlap(other, hold)).map(({ number, rule }) => ({ number, rule })),
    lot,
    stockInReach: seen.map(({ site, location, owner, condition, quantity }) => ({
      ...{ site, location, owner, condition, quantity },
    })),
    stockElsewhere: add(...unseen.map(({ quantity }) => quantity)),
    evidence,
    certificates,
    inspections: inspections.filter(({ siteId }) => sees(siteId)).map(({ siteId: _at, ...inspection }) => inspection),
  };
}
