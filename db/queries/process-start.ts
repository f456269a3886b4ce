import { eq } from 'drizzle-orm';
import type { DbOrTx } from '#db/connect.ts';
import { outbox } from '#db/schema/record.ts';

/** How the process of this workflow id is started: it stays known after it was. */
export async function processStart(db: DbOrTx, workflowId: string) {
  const [row] = await db
    .select({
      workflowType: outbox.workflowType,
      workflowId: outbox.workflowId,
      taskQueue: outbox.taskQueue,
      input: outbox.input,
      searchAttributes: outbox.searchAttributes,
      summary: outbox.summary,
    })
    .from(outbox)
    .where(eq(outbox.workflowId, workflowId));
  return row;
}
