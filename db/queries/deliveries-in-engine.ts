import { sql } from 'drizzle-orm';
import type { DbOrTx } from '#db/connect.ts';

/** Batches with notifications that still wait, whose workflow was started before an instant; in the order of their ids, from one on. */
export async function waitingBatches(
  db: DbOrTx,
  { startedBefore, after, limit }: { startedBefore: Date; after: string | null; limit: number },
): Promise<{ batchId: string; workflowId: string }[]> {
  return await db.execute<{ batchId: string; workflowId: string }>(sql`
    select distinct said.batch_id as "batchId", started.workflow_id as "workflowId"
      from notifications said
      join outbox started on started.workflow_id = 'notifications-' || said.batch_id
     where said.state = 'waiting' and started.started_at < ${startedBefore.toISOString()}
       ${after === null ? sql`` : sql`and said.batch_id > ${after}::uuid`}
     order by said.batch_id limit ${limit}`);
}
