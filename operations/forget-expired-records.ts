import { type SQL, sql } from 'drizzle-orm';
import type { Tx } from '#db/connect.ts';
import { countOf } from '#domain/policy-values.ts';
import { notificationDeliveryProcess } from '#domain/processes.ts';
import { type Cause, type OperationContext, systemCaller } from './context.ts';
import { readPolicyBook } from './policy-book.ts';
import { writeAudit } from './write-audit.ts';

/** Rows of each kind in one step. */
const atOnce = 2_000;

const importsAtOnce = 5;

const followed = [
  'session_retention_days',
  'command_answer_retention_days',
  'notification_retention_days',
  'unlinked_document_retention_days',
] as const;

const kinds = ['logins', 'sessions', 'answers', 'notices', 'digests', 'starts', 'imports'] as const;
type Kind = (typeof kinds)[number];

export type Forgotten = Record<Kind, number> & { more: boolean };

/**
 * Forgets what policy keeps no longer: sessions and logins that ended long ago, answers of old requests, notices with what had
 * them delivered, tables that were never proposed. A session that something was signed in stays; of a request it stays known
 * that it was carried out, so that it never is again; a notice about what a legal hold keeps stays. A repeat finds what is left.
 */
export function forgetExpiredRecords(context: OperationContext, cause: Cause = {}): Promise<Forgotten> {
  const now = context.clock.now();
  const at = sql`${now.toISOString()}::timestamptz`;
  return context.db.transaction(async (tx) => {
    const book = await readPolicyBook(tx, now, followed);
    const policyIds: string[] = [];
    const before = (key: (typeof followed)[number]): SQL => {
      const { value, rowIds } = book.read(key, {});
      policyIds.push(...rowIds);
      return sql`${at} - make_interval(days => ${countOf(value)})`;
    };
    const over = {
      sessions: before('session_retention_days'),
      answers: before('command_answer_retention_days'),
      notices: before('notification_retention_days'),
      imports: before('unlinked_document_retention_days'),
    };
    // In this order: a login names its session, a start is of its notices.
    const statements: Record<Kind, SQL> = {
      logins: sql`delete from provider_logins where id in (
        select id from provider_logins where greatest(claimed_at, valid_until) < ${over.sessions}
         limit ${atOnce} for update skip locked)`,
      sessions: sql`delete from sessions where id in (
        select id from sessions session where coalesce(ended_at, expires_at) < ${over.sessions}
           and not exists (select from signings where session_id = session.id)
           and not exists (select from provider_logins where session_id = session.id)
         limit ${atOnce} for update skip locked)`,
      answers: sql`update commands set result = null, answer_removed_at = ${at} where id in (
        select id from commands where answer_removed_at is null and recorded_at < ${over.answers}
           and actor_id <> ${systemCaller.id} limit ${atOnce} for update skip locked)`,
      notices: sql`delete from notifications where id in (
        select id from notifications where state <> 'waiting' and coalesce(settled_at, created_at) < ${over.notices}
           and not under_legal_hold(subject_kind, subject_id) limit ${atOnce} for update skip locked)`,
      digests: sql`delete from digests where written_at < ${over.notices}`,
      starts: sql`delete from outbox where id in (
        select id from outbox start where workflow_type = ${notificationDeliveryProcess.workflowType}
           and started_at < ${over.notices}
           and not exists (select from notifications where state = 'waiting'
                              and 'notifications-' || batch_id = start.workflow_id)
         limit ${atOnce} for update skip locked)`,
      imports: sql`delete from master_data_imports where id in (
        select import_id from unnest(${await lockImports(tx, over.imports)}::uuid[]) as forgotten(import_id))`,
    };
    const forgotten = await inOrder(tx, statements);
    if (Object.values(forgotten).some((count) => count > 0))
      await writeAudit(tx, context, { caller: systemCaller, cause, commandId: `forget:${now.toISOString()}` }, [
        {
          action: 'retention.carried_out',
          subjectKind: 'installation',
          subjectId: 'retention',
          after: { ...forgotten, policyIds: [...new Set(policyIds)] },
        },
      ]);
    const more = Object.entries(forgotten).some(
      ([kind, count]) => count === (kind === 'imports' ? importsAtOnce : atOnce),
    );
    return { ...forgotten, more };
  });
}

/** A table that was read in may have tens of thousands of rows, so a few of them are forgotten at a time. */
async function lockImports(tx: Tx, before: SQL): Promise<SQL> {
  const ids = await tx.execute<{ id: string }>(sql`
    select id from master_data_imports where proposal_id is null and uploaded_at < ${before} limit ${importsAtOnce} for update`);
  const array = sql`${`{${ids.map(({ id }) => id).join(',')}}`}`;
  await tx.execute(sql`delete from master_data_import_rows where import_id = any(${array}::uuid[])`);
  return array;
}

async function inOrder(tx: Tx, statements: Record<Kind, SQL>): Promise<Record<Kind, number>> {
  const counts: [Kind, number][] = [];
  for (const kind of kinds) counts.push([kind, await counted(tx, statements[kind])]);
  return Object.fromEntries(counts) as Record<Kind, number>;
}

async function counted(tx: Tx, statement: SQL): Promise<number> {
  const [row] = await tx.execute<{ count: number }>(
    sql`with gone as (${statement} returning 1) select count(*)::int as count from gone`,
  );
  return row?.count ?? 0;
}
