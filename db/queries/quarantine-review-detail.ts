import { and, asc, desc, eq, or, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import type { DbOrTx } from '#db/connect.ts';
import {
  auditEntries,
  holds,
  items,
  locations,
  lots,
  outcomeConfirmations,
  parties,
  quarantineReviews,
  reviewEvidence,
  sites,
  tasks,
} from '#db/schema/index.ts';
import type { Duty } from '#domain/segregation.ts';

/** For whom somebody stood in when they last took on this duty in a review. */
export const onBehalfIn = (duty: Duty) => sql<string | null>`(
  select done.on_behalf_of_id from lot_duties done
   where done.case_id = ${quarantineReviews.id} and done.case_kind = 'quarantine_review' and done.duty = ${duty}
   order by done.position desc limit 1)`;

/** A review with its hold, lot, item and supplier. */
export async function findReview(db: DbOrTx, reviewId: string) {
  const reviewSite = alias(sites, 'hold_site');
  const [found] = await db
    .select({
      review: quarantineReviews,
      hold: holds,
      lot: lots,
      item: items,
      supplier: { code: parties.code, name: parties.name, riskScore: parties.riskScore },
      site: { code: reviewSite.code, name: reviewSite.name, timeZone: reviewSite.timeZone },
      location: locations.code,
      requestedFor: onBehalfIn('requested'),
      decidedFor: onBehalfIn('decided'),
    })
    .from(quarantineReviews)
    .innerJoin(holds, eq(holds.id, quarantineReviews.holdId))
    .innerJoin(lots, eq(lots.id, quarantineReviews.lotId))
    .innerJoin(items, eq(items.id, lots.itemId))
    .leftJoin(parties, eq(parties.id, lots.supplierId))
    .leftJoin(reviewSite, eq(reviewSite.id, holds.siteId))
    .leftJoin(locations, eq(locations.id, holds.locationId))
    .where(eq(quarantineReviews.id, reviewId));
  return found;
}

/** What was laid before the reviewers, in order. */
export const readReviewEvidence = (db: DbOrTx, reviewId: string) =>
  db.select().from(reviewEvidence).where(eq(reviewEvidence.reviewId, reviewId)).orderBy(asc(reviewEvidence.version));

/** Everybody who counts as having confirmed: the person, and the colleague they stood in for. */
export const personsOfConfirmation = ({
  confirmedBy,
  onBehalfOfId,
}: Pick<typeof outcomeConfirmations.$inferSelect, 'confirmedBy' | 'onBehalfOfId'>): string[] =>
  onBehalfOfId === null ? [confirmedBy] : [confirmedBy, onBehalfOfId];

/** Who confirmed the decision in force. */
export const readConfirmations = (db: DbOrTx, reviewId: string, decision: number) =>
  db
    .select()
    .from(outcomeConfirmations)
    .where(and(eq(outcomeConfirmations.reviewId, reviewId), eq(outcomeConfirmations.decision, decision)))
    .orderBy(asc(outcomeConfirmations.confirmedAt));

/** The tasks of a review, the newest last. */
export const readReviewTasks = (db: DbOrTx, reviewId: string) =>
  db
    .select()
    .from(tasks)
    .where(and(eq(tasks.subjectKind, 'quarantine_review'), eq(tasks.subjectId, reviewId)))
    .orderBy(asc(tasks.id));

/** What happened to a review and its hold, the newest first, at most two hundred entries. */
export const readReviewHistory = (db: DbOrTx, reviewId: string, holdId: string) =>
  db
    .select()
    .from(auditEntries)
    .where(
      or(
        and(eq(auditEntries.subjectKind, 'quarantine_review'), eq(auditEntries.subjectId, reviewId)),
        and(eq(auditEntries.subjectKind, 'hold'), eq(auditEntries.subjectId, holdId)),
      ),
    )
    .orderBy(desc(auditEntries.position))
    .limit(200);
