import { and, asc, eq, gt } from 'drizzle-orm';
import type { Tx } from '#db/connect.ts';
import { type Compared, readLike } from '#db/queries/like-records.ts';
import { duplicateSuspicions } from '#db/schema/master-data-care.ts';
import { masterDataProposalRecords, masterDataProposals } from '#db/schema/proposals.ts';
import { suspicionOf } from '#domain/duplicates.ts';
import type { ItemRecord, PartyRecord } from '#domain/master-records.ts';
import { type SharedKind, sharedKinds } from '#domain/record-kinds.ts';
import type { OperationContext } from './context.ts';

/** Where very many names are alike, comparing one takes a second: a part stays far below the time its step has. */
const atOnce = 25;
/** Fields by which records are compared: where none of them changed, nobody new is like it. */
const comparedBy = ['name', 'category', 'netWeightKg', 'duns', 'gln', 'plantGln', 'shipToGln', 'contacts', 'address'];

/**
 * Compares some of the records that an approved proposal made or changed with all others, and notes the pairs that may be
 * one. Answers the line to go on after, or null at the end. A repeat finds the same and writes nothing twice.
 */
export async function findDuplicates(
  context: OperationContext,
  { proposalId, after }: { proposalId: string; after: number },
): Promise<number | null> {
  return await context.db.transaction(async (tx) => {
    const { line } = masterDataProposalRecords;
    const rows = await tx
      .select({ kind: masterDataProposals.kind, record: masterDataProposalRecords })
      .from(masterDataProposalRecords)
      .innerJoin(masterDataProposals, eq(masterDataProposals.id, masterDataProposalRecords.proposalId))
      .where(and(eq(masterDataProposalRecords.proposalId, proposalId), gt(line, after)))
      .orderBy(asc(line))
      .limit(atOnce);
    const kind = sharedKinds.find((shared) => shared === rows[0]?.kind);
    if (kind === undefined) return null;
    const compared = rows
      .filter(({ record }) => record.changed.some((field) => comparedBy.includes(field)))
      // They were written from records of this kind.
      .map(({ record }) => ({ id: record.recordId, record: record.after as unknown as ItemRecord | PartyRecord }));
    await noteDuplicates(tx, context, kind, compared);
    return rows.length < atOnce ? null : (rows.at(-1)?.record.line ?? null);
  });
}

/** Notes each pair of these with another that may be one; what somebody has judged stays as it was judged. */
export async function noteDuplicates(
  tx: Tx,
  { clock, newId }: OperationContext,
  kind: SharedKind,
  compared: readonly Compared<ItemRecord | PartyRecord>[],
): Promise<void> {
  if (compared.length === 0) return;
  const foundAt = clock.now();
  const pairs = await readLike(tx, kind, compared);
  const suspected = new Map(
    pairs.flatMap((pair) => {
      const suspicion = suspicionOf(pair);
      const [oneId = '', otherId = ''] = [pair.id, pair.otherId].sort();
      return suspicion ? [[`${oneId} ${otherId}`, { oneId, otherId, ...suspicion }] as const] : [];
    }),
  );
  const rows = [...suspected.values()].map((pair) => ({
    id: newId(),
    kind,
    state: 'suspected' as const,
    foundAt,
    ...pair,
  }));
  if (rows.length > 0) await tx.insert(duplicateSuspicions).values(rows).onConflictDoNothing();
}
