import { type SQL, sql } from 'drizzle-orm';
import type { Tx } from '#db/connect.ts';
import { countOf } from '#domain/policy-values.ts';
import { type OperationContext, systemCaller } from './context.ts';
import { readPolicyBook } from './policy-book.ts';
import { writeAudit } from './write-audit.ts';

/** Rows of each kind in one step. */
const atOnce = 2_000;

export type Forgotten = { sessions: number; answers: number; more: boolean };

/**
 * Forgets sessions that ended long ago and the answers of old requests, as policy says. A session that something was signed in
 * stays; of a request it stays known that it was carried out, so that it never is again. A repeat finds what is left to do.
 */
export function forgetExpiredRecords(
  context: OperationContext,
  { workflowId }: { workflowId?: string | undefined } = {},
): Promise<Forgotten> {
  const now = context.clock.now();
  const at = sql`${now.toISOString()}::timestamptz`;
  return context.db.transaction(async (tx) => {
    const book = await readPolicyBook(tx, now, ['session_retention_days', 'command_answer_retention_days']);
    const ofSessions = book.read('session_retention_days', {});
    const ofAnswers = book.read('command_answer_retention_days', {});
    const before = (days: string): SQL => sql`${at} - make_interval(days => ${countOf(days)})`;
    const sessions = await counted(
      tx,
      sql`delete from sessions where id in (
            select id from sessions session where coalesce(ended_at, expires_at) < ${before(ofSessions.value)}
               and not exists (select from signings where session_id = session.id) limit ${atOnce} for update skip locked)`,
    );
    const answers = await counted(
      tx,
      sql`update commands set result = null, answer_removed_at = ${at} where id in (
            select id from commands where answer_removed_at is null and recorded_at < ${before(ofAnswers.value)}
               and actor_id <> ${systemCaller.id} limit ${atOnce} for update skip locked)`,
    );
    if (sessions + answers > 0)
      await writeAudit(
        tx,
        context,
        { caller: systemCaller, cause: { workflowId }, commandId: `forget:${now.toISOString()}` },
        [
          {
            action: 'retention.carried_out',
            subjectKind: 'installation',
            subjectId: 'retention',
            after: { sessions, answers, policyIds: [...ofSessions.rowIds, ...ofAnswers.rowIds] },
          },
        ],
      );
    return { sessions, answers, more: sessions === atOnce || answers === atOnce };
  });
}

async function counted(tx: Tx, statement: SQL): Promise<number> {
  const [row] = await tx.execute<{ count: number }>(
    sql`with gone as (${statement} returning 1) select count(*)::int as count from gone`,
  );
  return row?.count ?? 0;
}
