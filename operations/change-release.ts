import { eq, sql } from 'drizzle-orm';
import type { Tx } from '#db/connect.ts';
import { releaseApprovals } from '#db/schema/release-approvals.ts';

type Row = typeof releaseApprovals.$inferSelect;

/** Changes a release under its lot's lock and counts the change; an empty change says that something beside it changed. */
export async function changeRelease(
  tx: Tx,
  releaseId: string,
  change: Partial<typeof releaseApprovals.$inferInsert>,
): Promise<Row> {
  const [row] = await tx
    .update(releaseApprovals)
    .set({ ...change, version: sql`${releaseApprovals.version} + 1` })
    .where(eq(releaseApprovals.id, releaseId))
    .returning();
  if (!row) throw new Error(`Release ${releaseId} was there and is gone`);
  return row;
}
