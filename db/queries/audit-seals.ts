import { and, asc, desc, gt, lte, sql } from 'drizzle-orm';
import type { DbOrTx } from '#db/connect.ts';
import { auditSeals } from '#db/schema/audit.ts';
import type { AuditSeal, TrailPlace } from '#domain/audit-seals.ts';
import { takePage } from './take-page.ts';

type Row = typeof auditSeals.$inferSelect;

const asSeal = (row: Row): AuditSeal => ({
  number: String(row.number),
  previousHash: row.previousHash,
  fromTransaction: row.fromTransaction,
  fromPosition: String(row.fromPosition),
  untilTransaction: row.untilTransaction,
  untilPosition: String(row.untilPosition),
  firstPosition: String(row.firstPosition),
  lastPosition: String(row.lastPosition),
  rowCount: row.rowCount,
  positions: row.positions,
  leaves: row.leaves.toString('base64'),
  root: row.root,
  sealedAt: row.sealedAt.toISOString(),
  hash: row.hash,
});

export type SealFilter = {
  /** Seals with a higher number than this, up to and with `until`. */
  after?: readonly string[] | undefined;
  until?: string | undefined;
  limit: number;
};

/** Seals in the order they were made. The key of a page is the number of its last one. */
export async function listAuditSeals(
  db: DbOrTx,
  { after: [number] = [], until, limit }: SealFilter,
): Promise<{ rows: readonly AuditSeal[]; next: readonly string[] | null }> {
  const rows = await db
    .select()
    .from(auditSeals)
    .where(
      and(
        number === undefined ? undefined : gt(auditSeals.number, BigInt(number)),
        until === undefined ? undefined : lte(auditSeals.number, BigInt(until)),
      ),
    )
    .orderBy(asc(auditSeals.number))
    .limit(limit + 1);
  return takePage(rows.map(asSeal), limit, (seal) => [seal.number]);
}

const perPage = 50;

/** All seals after a number, up to another, a page in memory at a time. */
export async function* streamAuditSeals(
  db: DbOrTx,
  { after, until }: { after: string; until?: string | undefined },
): AsyncGenerator<AuditSeal> {
  for (let at: readonly string[] | null = [after]; at; ) {
    const page = await listAuditSeals(db, { after: at, until, limit: perPage });
    yield* page.rows;
    at = page.next;
  }
}

/** The seal that was made last. */
export async function findLastSeal(db: DbOrTx): Promise<AuditSeal | undefined> {
  const [row] = await db.select().from(auditSeals).orderBy(desc(auditSeals.number)).limit(1);
  return row && asSeal(row);
}

export async function findSeal(db: DbOrTx, number: string): Promise<AuditSeal | undefined> {
  const { rows } = await listAuditSeals(db, { after: [String(BigInt(number) - 1n)], until: number, limit: 1 });
  return rows[0];
}

/** For each place of the trail, in their order, the number of the seal that covers it; null where none does yet. */
export async function findSealNumbers(db: DbOrTx, places: readonly TrailPlace[]): Promise<readonly (string | null)[]> {
  const rows = await db.execute<{ seal: string | null }>(sql`
    select seal.number::text as seal
      from jsonb_to_recordset(${JSON.stringify(places.map((place, at) => ({ ...place, at })))}::jsonb)
           as asked (at int, "transactionId" xid8, position bigint)
      left join lateral (
        select * from audit_seals
         where (from_transaction, from_position) <= (asked."transactionId", asked.position)
         order by from_transaction desc, from_position desc limit 1) seal
        on (asked."transactionId", asked.position) < (seal.until_transaction, seal.until_position)
     order by asked.at`);
  return rows.map(({ seal }) => seal);
}
