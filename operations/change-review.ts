import { eq, sql } from 'drizzle-orm';
import type { Tx } from '#db/connect.ts';
import { quarantineReviews } from '#db/schema/quarantine-reviews.ts';

type Row = typeof quarantineReviews.$inferSelect;

/** Changes a review under its lot's lock and counts the change; an empty change says that something beside it changed. */
export async function changeReview(
  tx: Tx,
  reviewId: string,
  change: Partial<typeof quarantineReviews.$inferInsert>,
): Promise<Row> {
  const [row] = await tx
    .update(quarantineReviews)
    .set({ ...change, version: sql`${quarantineReviews.version} + 1` })
    .where(eq(quarantineReviews.id, reviewId))
    .returning();
  if (!row) throw new Error(`Quarantine review ${reviewId} was there and is gone`);
  return row;
}
