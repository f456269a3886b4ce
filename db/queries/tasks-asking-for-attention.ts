import { sql } from 'drizzle-orm';
import type { DbOrTx } from '#db/connect.ts';

/** A task whose time has come, with the instant that came: it names the event, so that a repeat is known as one. */
export type AskingTask = { taskId: string; askedAt: string };

/** Open tasks whose reminder or escalation is due, the longest due first. */
export async function tasksAskingForAttention(db: DbOrTx, now: Date, limit: number): Promise<AskingTask[]> {
  const rows = await db.execute<AskingTask>(sql`
    select id as "taskId", least(remind_at, escalate_at)::text as "askedAt" from tasks
     where state in ('open', 'claimed') and least(remind_at, escalate_at) <= ${now.toISOString()}::timestamptz
     order by least(remind_at, escalate_at), id limit ${limit}`);
  return [...rows];
}
