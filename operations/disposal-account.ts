import { and, eq, inArray, sql } from 'drizzle-orm';
import type { DbOrTx } from '#db/connect.ts';
import {
  destructionLines,
  destructionPapers,
  destructions,
  disposalDifferences,
  type disposals,
} from '#db/schema/index.ts';
import type { DestructionPaperKind } from '#domain/destruction.ts';
import { missingPapers } from '#domain/disposal.ts';
import type { DisposalAccount } from '#domain/disposal-account.ts';
import { add, canonical } from '#domain/quantity.ts';

type Row = Pick<typeof disposals.$inferSelect, 'id' | 'quantity' | 'papersRequired' | 'givenBack'>;

/** What has become of the quantity decided about, as recorded up to now. */
export async function readDisposalAccount(db: DbOrTx, { id, quantity, givenBack }: Row): Promise<DisposalAccount> {
  const total = sql<string>`coalesce(sum(${destructionLines.quantity}), 0)::text`;
  const runs = await db
    .select({ state: destructions.state, total })
    .from(destructions)
    .innerJoin(destructionLines, eq(destructionLines.destructionId, destructions.id))
    .where(and(eq(destructions.disposalId, id), inArray(destructions.state, ['booked', 'awaiting_witness', 'blocked'])))
    .groupBy(destructions.state);
  const found = await db
    .select({ found: disposalDifferences.found, total: sql<string>`sum(${disposalDifferences.quantity})::text` })
    .from(disposalDifferences)
    .where(eq(disposalDifferences.disposalId, id))
    .groupBy(disposalDifferences.found);
  const sumOf = (totals: readonly { total: string }[]) => add(...totals.map((row) => row.total));
  return {
    decided: canonical(quantity),
    surplus: sumOf(found.filter((row) => row.found === 'surplus')),
    missing: sumOf(found.filter((row) => row.found === 'missing')),
    destroyed: sumOf(runs.filter((row) => row.state === 'booked')),
    pending: sumOf(runs.filter((row) => row.state !== 'booked')),
    givenBack: canonical(givenBack),
  };
}

/** The papers that this disposal asks for and nobody has added, for all of it or for each run. */
export async function readMissingPapers(db: DbOrTx, { id, papersRequired }: Row): Promise<DestructionPaperKind[]> {
  const given = await db
    .selectDistinct({ kind: destructionPapers.kind, destructionId: destructionPapers.destructionId })
    .from(destructionPapers)
    .where(eq(destructionPapers.disposalId, id));
  const booked = await db
    .select({ id: destructions.id })
    .from(destructions)
    .where(and(eq(destructions.disposalId, id), eq(destructions.state, 'booked')));
  return missingPapers(
    papersRequired,
    given,
    booked.map((run) => run.id),
  );
}

/** What runs have recorded as destroyed and nobody has booked yet: it stands in the books, and is gone. */
export const readPendingLines = (db: DbOrTx, disposalId: string) =>
  db
    .select({
      locationId: destructionLines.locationId,
      ownerId: destructionLines.ownerId,
      condition: destructionLines.condition,
      quantity: destructionLines.quantity,
    })
    .from(destructionLines)
    .innerJoin(destructions, eq(destructions.id, destructionLines.destructionId))
    .where(and(eq(destructions.disposalId, disposalId), inArray(destructions.state, ['awaiting_witness', 'blocked'])));
