import { eq, inArray } from 'drizzle-orm';
import type { DbOrTx } from '#db/connect.ts';
import { items, lots, outbox, releaseApprovals } from '#db/schema/index.ts';
import type { ReleaseApprovalInput } from '#domain/processes.ts';
import type { ReleaseStanding } from '#domain/release-steps.ts';
import type { CaseInEngine } from './cases-in-engine.ts';

export type ReleaseInEngine = CaseInEngine<ReleaseApprovalInput, ReleaseStanding> & {
  scope: { siteId: string; entityId: string; category: string };
};

type Row = { release: typeof releaseApprovals.$inferSelect; category: string; input: unknown };

/** Some releases by their ids, whatever their state. */
export async function releasesInEngine(db: DbOrTx, releaseIds: readonly string[]): Promise<ReleaseInEngine[]> {
  const rows = await db
    .select({ release: releaseApprovals, category: items.category, input: outbox.input })
    .from(releaseApprovals)
    .innerJoin(outbox, eq(outbox.workflowId, releaseApprovals.workflowId))
    .innerJoin(lots, eq(lots.id, releaseApprovals.lotId))
    .innerJoin(items, eq(items.id, lots.itemId))
    .where(inArray(releaseApprovals.id, [...releaseIds]));
  return rows.map(asInEngine);
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
