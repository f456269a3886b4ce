import { eq } from 'drizzle-orm';
import type { DbOrTx, Tx } from '#db/connect.ts';
import { findRelease, readEnteredResults, readReleaseDecisions } from '#db/queries/release-detail.ts';
import { type ReleaseEvidence, readReleaseEvidence } from '#db/queries/release-evidence.ts';
import { beyondSight } from '#db/queries/sight.ts';
import { holdsOn, readActiveHolds, readStockOfLots, type StandingStock } from '#db/queries/stock-standing.ts';
import { releaseApprovals } from '#db/schema/release-approvals.ts';
import { dateInZone } from '#domain/calendar-date.ts';
import { add, canonical } from '#domain/quantity.ts';
import { type GivenApproval, isReleaseOver, type Release } from '#domain/release-approval.ts';
import { type Judgement, judge } from '#domain/release-results.ts';
import { allow, type Result, refuse } from '#domain/result.ts';
import { sameWord } from '#domain/specifications.ts';
import { isUnder, type LimitInCase, limitOf } from './limit-in-case.ts';
import { lockLots } from './lock-lots.ts';
import { readPolicyBook } from './policy-book.ts';

type Found = NonNullable<Awaited<ReturnType<typeof findRelease>>>;
export type EnteredResult = Awaited<ReturnType<typeof readEnteredResults>>[number];

/** A release with all that its rules, its page and its signatures look at. */
export type ReleaseCase = Found & {
  /** The conditions that it is about, where it is about some. */
  limit: LimitInCase | null;
  /** Every entry; `counting` are the last of each characteristic and sample. */
  entered: readonly EnteredResult[];
  counting: readonly EnteredResult[];
  judgement: Judgement | null;
  decisions: Awaited<ReturnType<typeof readReleaseDecisions>>;
  approvals: GivenApproval[];
  /** Its owner's stock of its lot at its site that waits for quality; about conditions, the stock that stands under them. */
  waitingStock: readonly StandingStock[];
  waiting: string;
  heldBy: readonly string[];
  /** The policy rows it runs by, and those that say what may be decided now. */
  followed: readonly string[];
  /** The same as the rules see it. */
  release: Release;
};

/**
 * Locks a release by the lock protocol: its lot first, in a statement of its own, then everything is read. The lot of a
 * release never changes, so finding it out before the lock is safe. `release.unknown` where there is none.
 */
export async function lockRelease(tx: Tx, releaseId: string, now: Date): Promise<Result<ReleaseCase>> {
  const [found] = await tx
    .select({ lotId: releaseApprovals.lotId })
    .from(releaseApprovals)
    .where(eq(releaseApprovals.id, releaseId));
  if (!found) return unknownRelease(releaseId);
  await lockLots(tx, [found.lotId]);
  const releaseCase = await readReleaseCase(tx, releaseId, now);
  return releaseCase ? allow(releaseCase) : unknownRelease(releaseId);
}

export const unknownRelease = (releaseId: string) => refuse('release.unknown', `There is no release ${releaseId}`);

/** Reads a release; whoever changes it holds its lot's lock. */
export async function readReleaseCase(db: DbOrTx, releaseId: string, now: Date): Promise<ReleaseCase | undefined> {
  const found = await findRelease(db, releaseId);
  if (!found) return undefined;
  const { row, lot, item, site, specification } = found;
  const entered = await readEnteredResults(db, releaseId);
  const decisions = await readReleaseDecisions(db, releaseId);
  const limit = await limitOf(db, row);
  const standing = await readStockOfLots(db, [row.lotId]);
  const waitingStock = standing.filter((stock) => (limit ? isUnder(limit, stock) : waitsIn(row, stock)));
  const active = await readActiveHolds(db, [row.lotId]);
  const book = await readPolicyBook(db, now, ['urgent_release_allowed', 'conditional_release_allowed']);
  const policyScope = policyScopeOfRelease(found);
  const counting = lastOfEach(entered);
  const places = waitingStock.map((stock) => ({
    location: stock.locationCode,
    heldBy: holdsOn(active, stock).map(({ number }) => number),
  }));
  const heldBy = [...new Set(places.flatMap((place) => place.heldBy))];
  const expired = lot.expiresOn !== null && lot.expiresOn < dateInZone(now, site.timeZone);
  const urgent = book.read('urgent_release_allowed', policyScope);
  const conditional = book.read('conditional_release_allowed', policyScope);
  const approvals = decisions
    .filter(({ decision, round }) => decision === 'approve' && round === row.round)
    .map(({ decidedBy, decidedByName, decidedAt }) => ({
      byId: decidedBy,
      byName: decidedByName,
      at: decidedAt.toISOString(),
    }));
  return {
    ...found,
    limit,
    entered,
    counting,
    judgement: specification && judge(specification.characteristics, row.samples, counting),
    decisions,
    approvals,
    waitingStock,
    waiting: add(...waitingStock.map(({ quantity }) => quantity)),
    heldBy,
    followed: [...row.policyIds, ...urgent.rowIds, ...conditional.rowIds],
    release: {
      state: row.state,
      scope: { siteId: row.siteId, entityId: row.ownerId, category: item.category },
      resultsVersion: row.resultsVersion,
      outcome: row.outcome,
      approvals,
      approvalsNeeded: row.approvalsNeeded,
      inOrder: row.approvalsInOrder,
      terms: row.terms,
      dueAt: row.dueAt.toISOString(),
      places,
      expiredOn: expired ? lot.expiresOn : null,
      urgentAllowed: urgent.value,
      conditionsAllowed: limit !== null || conditional.value,
      decided: row.decidedByName
        ? { what: row.state, byName: row.decidedByName, at: row.decidedAt?.toISOString() ?? '' }
        : null,
    },
  };
}

/** What a release decides about: its owner's stock of its lot at its site that is pending inspection. */
const waitsIn = (row: Found['row'], { siteId, ownerId, condition }: StandingStock): boolean =>
  condition === 'pending_inspection' && siteId === row.siteId && ownerId === row.ownerId;

const lastOfEach = (entered: readonly EnteredResult[]): EnteredResult[] =>
  entered.filter(
    (one, index) =>
      !entered
        .slice(index + 1)
        .some((later) => sameWord(later.characteristic, one.characteristic) && later.sample === one.sample),
  );

/**
 * What somebody who decides has before them, for their signature: the details hash it, and the deciding operation hashes it
 * again. A new result, paper, inspection, hold, approval or delivery makes it another one.
 */
export const shownOfRelease = (
  { row, lot, item, site, owner, specification, ...rest }: ReleaseCase,
  evidence: ReleaseEvidence,
) => ({
  number: row.number,
  state: row.state,
  lot: lot.code,
  item: item.code,
  site: site.code,
  owner: owner.code,
  expiresOn: lot.expiresOn,
  waiting: rest.waitingStock.map((stock) => ({ location: stock.locationCode, quantity: canonical(stock.quantity) })),
  unit: item.baseUnit,
  specification: specification && { version: specification.version, characteristics: specification.characteristics },
  samples: row.samples,
  outcome: row.outcome,
  resultsVersion: row.resultsVersion,
  results: rest.counting.map(({ characteristic, sample, value, conforms }) => ({
    characteristic,
    sample,
    value,
    conforms,
  })),
  ...evidence,
  ...(rest.limit && { conditionsNow: rest.limit.conditions }),
  heldBy: rest.heldBy,
  terms: row.terms,
  approvals: rest.approvals,
});

/** The same inside of a step: whatever its reader may see, the evidence is all there is. */
export const shownWithEvidence = (tx: Tx, releaseCase: ReleaseCase) =>
  beyondSight(tx, async () => shownOfRelease(releaseCase, await readReleaseEvidence(tx, releaseCase.row)));

/**
 * Whether what a deadline asks for has been overtaken: the release is over, or its due date has moved on in the moment in which
 * the deadline passed. `dueAt` is the due date the deadline belonged to.
 */
export const isReleaseOvertaken = ({ state, dueAt: now }: Found['row'], dueAt: string): boolean =>
  isReleaseOver(state) || now.getTime() > Date.parse(dueAt);

export const policyScopeOfRelease = ({ row, item }: Pick<ReleaseCase, 'row' | 'item'>) => ({
  itemId: item.id,
  category: item.category,
  siteId: row.siteId,
  entityId: row.ownerId,
});

/** What every line of the trail about a release has: the lot, the place and the owner it is about. */
export const auditOfRelease = ({ row }: Pick<ReleaseCase, 'row'>) => ({
  subjectKind: 'release_approval',
  subjectId: row.id,
  lotId: row.lotId,
  siteId: row.siteId,
  entityId: row.ownerId,
});

/** What its duties are recorded and asked under: approvals of one part do not bind those of the next. */
export const dutiesOfRelease = ({ row }: Pick<ReleaseCase, 'row'>) => ({
  lotIds: [row.lotId],
  caseKind: 'release_approval',
  caseId: row.roundId,
});
