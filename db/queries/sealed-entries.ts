import { type SQL, sql } from 'drizzle-orm';
import type { DbOrTx } from '#db/connect.ts';
import type { SealedEntry } from '#domain/audit-canonical.ts';
import type { TrailPlace } from '#domain/audit-seals.ts';
import { isoText } from './iso-text.ts';

/** To the millisecond, which is all a row has; the era is told where it is not ours. */
const exactly = (instant: SQL): SQL =>
  sql`${isoText(instant)} || case when ${instant} < '0001-01-01Z' then ' BC' else '' end`;

/** Every column of `audit_entries`. A column that comes later is added here, and must be null in the rows before it. */
const columns = sql`
  id::text, position::text, transaction_id::text as "transactionId", ${exactly(sql`recorded_at`)} as "recordedAt",
  ${exactly(sql`happened_at`)} as "happenedAt", actor_kind as "actorKind", actor_id as "actorId", actor_name as "actorName",
  action, subject_kind as "subjectKind", subject_id as "subjectId", lot_id::text as "lotId", site_id::text as "siteId",
  entity_id::text as "entityId", before::text as before, after::text as after, reason, command_id as "commandId",
  request_id as "requestId", from_address as "fromAddress", workflow_id as "workflowId", activity_id as "activityId", imported,
  on_behalf_of_id as "onBehalfOfId", on_behalf_of_name as "onBehalfOfName",
  reason_list as "reasonList", reason_code as "reasonCode"`;

const place = ({ transactionId, position }: TrailPlace): SQL => sql`(${transactionId}::xid8, ${position}::bigint)`;

/** At most `limit` entries from one place of the trail up to another, in the order of sealing. */
export async function readSealedEntries(
  db: DbOrTx,
  { from, until, limit }: { from: TrailPlace; until: TrailPlace; limit: number },
): Promise<readonly SealedEntry[]> {
  const rows = await db.execute<Record<string, string | boolean | null>>(sql`
    select ${columns} from audit_entries
     where (transaction_id, position) >= ${place(from)} and (transaction_id, position) < ${place(until)}
     order by audit_entries.transaction_id, audit_entries.position limit ${limit}`);
  return rows.map(withoutNulls);
}

const perPage = 1_000;

/** The same without a limit, however many somebody may have put there: a page in memory at a time. */
export async function* streamSealedEntries(
  db: DbOrTx,
  { from, until }: { from: TrailPlace; until: TrailPlace },
): AsyncGenerator<SealedEntry> {
  for (let at: TrailPlace | undefined = from; at; ) {
    const page = await readSealedEntries(db, { from: at, until, limit: perPage });
    yield* page;
    const last = page.length === perPage ? page.at(-1) : undefined;
    at = last && after(last);
  }
}

/** The entries that a condition on `entry` chooses, as they are sealed, by position. */
export async function readSealedEntriesWhere(db: DbOrTx, chosen: SQL): Promise<readonly SealedEntry[]> {
  const rows = await db.execute<Record<string, string | boolean | null>>(sql`
    select ${columns} from audit_entries entry where ${chosen} order by entry.position`);
  return rows.map(withoutNulls);
}

/** The place right behind an entry. */
export const after = ({ transactionId, position }: TrailPlace): TrailPlace => ({
  transactionId,
  position: String(BigInt(position) + 1n),
});

/** Which of these positions there are, and the highest of all. */
export async function findPositions(
  db: DbOrTx,
  positions: readonly string[],
): Promise<{ found: ReadonlySet<string>; highest: bigint }> {
  const rows = await db.execute<{ position: string }>(sql`
    select position::text from audit_entries
     where position in (select jsonb_array_elements_text(${JSON.stringify(positions)}::jsonb)::bigint)`);
  const [top] = await db.execute<{ highest: string }>(
    sql`select coalesce(max(position), 0)::text as highest from audit_entries`,
  );
  return { found: new Set(rows.map(({ position }) => position)), highest: BigInt(top?.highest ?? '0') };
}

/** The entries that no seal covers yet: how many, and since when the oldest waits. */
export async function countUnsealed(
  db: DbOrTx,
  from: TrailPlace,
): Promise<{ rows: number; oldestRecordedAt: string | null }> {
  const [row] = await db.execute<{ rows: number; oldestRecordedAt: string | null }>(sql`
    select count(*)::int as rows, ${isoText(sql`min(recorded_at)`)} as "oldestRecordedAt"
      from audit_entries where (transaction_id, position) >= ${place(from)}`);
  return row ?? { rows: 0, oldestRecordedAt: null };
}

/**
 * The transaction from which on rows may still appear: every one before it has committed or gone, so of those there will
 * never be another row.
 */
export async function committedHorizon(db: DbOrTx): Promise<string> {
  const [row] = await db.execute<{ horizon: string }>(
    sql`select pg_snapshot_xmin(pg_current_snapshot())::text as horizon`,
  );
  if (!row) throw new Error('The database told no snapshot');
  return row.horizon;
}

/** What is null is left out of an entry's text. */
const withoutNulls = (row: Record<string, string | boolean | null>): SealedEntry =>
  // The columns above: position and transaction are never null, none is anything but text or boolean.
  Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null)) as SealedEntry;
