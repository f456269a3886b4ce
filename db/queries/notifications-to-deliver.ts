import { and, asc, eq } from 'drizzle-orm';
import type { DbOrTx } from '#db/connect.ts';
import { notifications } from '#db/schema/notifications.ts';

/** The notifications of a batch that are not delivered yet. */
export async function notificationsToDeliver(db: DbOrTx, batchId: string): Promise<string[]> {
  const rows = await db
    .select({ id: notifications.id })
    .from(notifications)
    .where(and(eq(notifications.batchId, batchId), eq(notifications.state, 'waiting')))
    .orderBy(asc(notifications.id));
  return rows.map(({ id }) => id);
}
