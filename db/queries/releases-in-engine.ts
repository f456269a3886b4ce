import { and, asc, eq, gt, inArray, isNotNull, lt } from 'drizzle-orm';
import type { DbOrTx } from '#db/connect.ts';
import { items, lots, outbox, releaseApprovals } from '#db/schema/index.ts';
import type { ReleaseApprovalInput } from '#domain/processes.ts';
import { runningReleaseStates } from '#domain/release-approval.ts';
import type { ReleaseStanding } from '#domain/release-steps.ts';

/** A release as its table has it, and what its process was started with. */
export type ReleaseInEngine = {
  workflowId: string;
  scope: { siteId: string; entityId: string; category: string };
  input: ReleaseApprovalInput;
  standing: ReleaseStanding;
};

type Row = { release: typeof releaseApprovals.$inferSelect; category: string; input: unknown };

const selection = (db: DbOrTx) =>
  db
    .select({ release: releaseApprovals, category: items.category, input: outbox.input })
    .from(releaseApprovals)
    .innerJoin(outbox, eq(outbox.workflowId, releaseApprovals.workflowId))
    .innerJoin(lots, eq(lots.id, releaseApprovals.lotId))
    .innerJoin(items, eq(items.id, lots.itemId));

/** Running releases that were started in the engine before an instant, in the order of their ids, from one id on. */
export async function releasesInEngine(
  db: DbOrTx,
  { startedBefore, after, limit }: { startedBefore: Date; after: string | null; limit: number },
): Promise<ReleaseInEngine[]> {
  const rows = await selection(db)
    .where(
      and(
        inArray(releaseApprovals.state, [...runningReleaseStates]),
        isNotNull(outbox.startedAt),
        lt(outbox.startedAt, startedBefore),
        after === null ? undefined : gt(releaseApprovals.id, after),
      ),
    )
    .orderBy(asc(releaseApprovals.id))
    .limit(limit);
  return rows.map(asInEngine);
}

/** Of some workflow ids, the releases that were over before an instant. */
export async function releasesOverBefore(
  db: DbOrTx,
  workflowIds: readonly string[],
  before: Date,
): Promise<ReleaseInEngine[]> {
  if (workflowIds.length === 0) return [];
  const rows = await selection(db).where(
    and(inArray(releaseApprovals.workflowId, [...workflowIds]), lt(releaseApprovals.closedAt, before)),
  );
  return rows.map(asInEngine);
}

/** One release by its id, whatever its state. */
export async function releaseInEngine(db: DbOrTx, releaseId: string): Promise<ReleaseInEngine | undefined> {
  const [row] = await selection(db).where(eq(releaseApprovals.id, releaseId));
  return row && asInEngine(row);
}

// The row was written with the release, by the operation that opened it.
const asInEngine = ({ release, category, input }: Row): ReleaseInEngine => ({
  workflowId: release.workflowId,
  scope: { siteId: release.siteId, entityId: release.ownerId, category },
  input: input as ReleaseApprovalInput,
  standing: standingOfRelease(release),
});

/** Where a release stands, as its workflow is told. */
export const standingOfRelease = (row: typeof releaseApprovals.$inferSelect): ReleaseStanding => ({
  releaseId: row.id,
  releaseNumber: row.number,
  version: row.version,
  state: row.state,
  dueAt: row.dueAt.toISOString(),
});
