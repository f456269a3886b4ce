import { sql } from 'drizzle-orm';
import type { Tx } from '#db/connect.ts';
import { type KeptRecord, readUnscored } from '#db/queries/master-records.ts';
import { readFacts } from '#db/queries/record-facts.ts';
import type { ItemRecord, PartyRecord } from '#domain/master-records.ts';
import { type ScoredKind, scoredKinds, sharedKinds } from '#domain/record-kinds.ts';
import { completenessOf, rulesEdition } from '#domain/record-rules.ts';
import type { OperationContext } from './context.ts';
import { noteDuplicates } from './find-duplicates.ts';

type Shared = { id: string; record: ItemRecord | PartyRecord };

const atOnce = 500;
const tables = { item: 'items', party: 'parties', location: 'locations' } as const;

/** Scores records as they stand now. No new version: they say what they said, and whoever edits them loses nothing. */
export async function writeScores(
  tx: Tx,
  { clock }: Pick<OperationContext, 'clock'>,
  kind: ScoredKind,
  records: readonly KeptRecord[],
): Promise<void> {
  const facts = await readFacts(
    tx,
    kind,
    records.map(({ id }) => id),
    clock.now(),
  );
  const rows = records.map(({ id, record }) => ({ id, ...completenessOf(kind, record, facts(id)) }));
  await tx.execute(sql`
    update ${sql.identifier(tables[kind])} kept set completeness = scored.score, missing = scored.missing, scored_by = ${rulesEdition}
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as scored(id uuid, score integer, missing jsonb)
     where kept.id = scored.id and (kept.completeness, kept.missing, kept.scored_by)
           is distinct from (scored.score, scored.missing, ${rulesEdition})`);
}

/**
 * Scores the records that no edition of the rules, or only an older one, has scored, and looks for duplicates among them: those
 * that came by installation, and all after an update. Safe at each start; nothing is left to do the second time.
 */
export async function scoreRecords(context: OperationContext): Promise<{ scored: number }> {
  let scored = 0;
  for (const kind of scoredKinds)
    for (let count = atOnce; count === atOnce; scored += count)
      count = await context.db.transaction((tx) => scoreSome(tx, context, kind));
  return { scored };
}

async function scoreSome(tx: Tx, context: OperationContext, kind: ScoredKind): Promise<number> {
  const records = await readUnscored(tx, kind, rulesEdition, atOnce);
  if (records.length === 0) return 0;
  await writeScores(tx, context, kind, records);
  const shared = sharedKinds.find((one) => one === kind);
  // Only items and parties are compared, and these are records of that kind.
  if (shared) await noteDuplicates(tx, context, shared, records as readonly Shared[]);
  return records.length;
}
