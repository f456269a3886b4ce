import { sql } from 'drizzle-orm';
import { hashEntry, hashSeal, merkleRoot } from '#db/audit-hashes.ts';
import type { Tx } from '#db/connect.ts';
import { findLastSeal } from '#db/queries/audit-seals.ts';
import { after, committedHorizon, readSealedEntries } from '#db/queries/sealed-entries.ts';
import { auditSeals } from '#db/schema/audit.ts';
import { type AuditSeal, noSeal, type TrailPlace, writePositions } from '#domain/audit-seals.ts';
import type { OperationContext } from './context.ts';

/** One number for all who seal this trail: of several at once one seals, and the others find nothing left to do. */
const sealingLock = 4_680_002;

export type SealedAudit = {
  seals: number;
  rows: number;
  /** Whether there may be more to seal at once. */
  more: boolean;
};

/**
 * Seals what has been committed since the last seal, each batch in a transaction of its own. Safe to repeat and to run
 * several times at once. An entry of a transaction that is still under way waits for a later run, and so does every entry
 * of the transactions that began after it: none is ever skipped. `mostSeals` bounds one run.
 */
export async function sealAudit(
  { db, clock }: Pick<OperationContext, 'db' | 'clock'>,
  { batchRows = 512, mostSeals = 100 }: { batchRows?: number; mostSeals?: number } = {},
): Promise<SealedAudit> {
  const done: SealedAudit = { seals: 0, rows: 0, more: true };
  while (done.more && done.seals < mostSeals) {
    const rows = await db.transaction((tx) => sealBatch(tx, clock.now(), batchRows));
    if (rows > 0) done.seals += 1;
    done.rows += rows;
    done.more = rows === batchRows;
  }
  return done;
}

/** Seals the next batch, and answers how many entries that were. */
async function sealBatch(tx: Tx, sealedAt: Date, batchRows: number): Promise<number> {
  // A statement of its own: what the one before us sealed is seen by the statements after it.
  await tx.execute(sql`select pg_advisory_xact_lock(${sealingLock})`);
  const last = await findLastSeal(tx);
  // Before the entries are read: then every transaction below it had ended when they were.
  const horizon = await committedHorizon(tx);
  const from = placeAfter(last);
  if (BigInt(horizon) < BigInt(from.transactionId))
    throw new Error(
      `Seal ${last?.number} ends at transaction ${from.transactionId}, but this database has only come to ${horizon}: it was restored into a younger server, see docs/audit.md`,
    );
  const until: TrailPlace = { transactionId: horizon, position: '0' };
  const entries = await readSealedEntries(tx, { from, until, limit: batchRows });
  const [lastEntry] = entries.slice(-1);
  if (!lastEntry) return 0;

  const leaves = entries.map(hashEntry);
  const positions = entries.map(({ position }) => position);
  const end = entries.length === batchRows ? after(lastEntry) : until;
  const ascending = positions.map(BigInt).sort((a, b) => (a < b ? -1 : 1));
  const seal: Omit<AuditSeal, 'hash' | 'leaves'> = {
    number: String(BigInt(last?.number ?? 0) + 1n),
    previousHash: last?.hash ?? noSeal,
    fromTransaction: from.transactionId,
    fromPosition: from.position,
    untilTransaction: end.transactionId,
    untilPosition: end.position,
    firstPosition: String(ascending[0]),
    lastPosition: String(ascending.at(-1)),
    rowCount: entries.length,
    positions: writePositions(positions),
    root: merkleRoot(leaves).toString('hex'),
    sealedAt: sealedAt.toISOString(),
  };
  await tx.insert(auditSeals).values({
    ...seal,
    number: BigInt(seal.number),
    fromPosition: BigInt(seal.fromPosition),
    untilPosition: BigInt(seal.untilPosition),
    firstPosition: BigInt(seal.firstPosition),
    lastPosition: BigInt(seal.lastPosition),
    leaves: Buffer.concat(leaves),
    sealedAt,
    hash: hashSeal(seal),
  });
  return entries.length;
}

const placeAfter = (seal: AuditSeal | undefined): TrailPlace =>
  seal ? { transactionId: seal.untilTransaction, position: seal.untilPosition } : { transactionId: '0', position: '0' };
