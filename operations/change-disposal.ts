import { eq, sql } from 'drizzle-orm';
import type { Tx } from '#db/connect.ts';
import { disposals } from '#db/schema/disposals.ts';

type Row = typeof disposals.$inferSelect;

/** Changes a disposal under its lot's lock and counts the change; an empty change says that something beside it changed. */
export async function changeDisposal(
  tx: Tx,
  disposalId: string,
  change: Partial<typeof disposals.$inferInsert>,
): Promise<Row> {
  const [row] = await tx
    .update(disposals)
    .set({ ...change, version: sql`${disposals.version} + 1` })
    .where(eq(disposals.id, disposalId))
    .returning();
  if (!row) throw new Error(`Disposal ${disposalId} was there and is gone`);
  return row;
}

/** By when the next stage is due: as long from now as the policy gave each stage when the disposal was opened. */
export const nextStageDue = ({ stageMilliseconds }: Pick<Row, 'stageMilliseconds'>, now: Date): Date =>
  new Date(now.getTime() + stageMilliseconds);
