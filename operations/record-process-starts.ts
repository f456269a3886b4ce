import { inArray, sql } from 'drizzle-orm';
import { outbox } from '#db/schema/record.ts';
import type { OperationContext } from './context.ts';

export type FailedStart = { id: bigint; attempts: number; error: string };

const firstWait = 500;
const longestWait = 60_000;

/** Notes which processes run now, and of the others why not and when to try again: each time twice as long, up to a minute. */
export async function recordProcessStarts(
  { db, clock }: Pick<OperationContext, 'db' | 'clock'>,
  { started, failed }: { started: readonly bigint[]; failed: readonly FailedStart[] },
): Promise<void> {
  const now = clock.now();
  if (started.length > 0)
    await db
      .update(outbox)
      .set({ startedAt: now, lastError: null })
      .where(inArray(outbox.id, [...started]));
  if (failed.length === 0) return;
  const rows = failed.map(({ id, attempts, error }) => {
    const wait = Math.min(longestWait, firstWait * 2 ** Math.min(attempts, 10));
    return { id: String(id), error: error.slice(0, 2_000), at: new Date(now.getTime() + wait).toISOString() };
  });
  await db.execute(sql`
    update outbox set last_error = failed.error, next_attempt_at = failed.at
      from jsonb_to_recordset(${JSON.stringify(rows)}::text::jsonb) as failed(id bigint, error text, at timestamptz)
     where outbox.id = failed.id`);
}
