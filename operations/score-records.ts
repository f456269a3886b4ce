import { sql } from 'drizzle-orm';
import type { Tx } from '#db/connect.ts';
import { readUnscored } from '#db/queries/master-records.ts';
import type { ItemRecord, PartyRecord } from '#domain/master-records.ts';
import { type ImportedKind, importedKinds, sharedKinds } from '#domain/record-kinds.ts';
import { completenessOf, rulesEdition } from '#domain/record-rules.ts';
import type { OperationContext } from './context.ts';
import { noteDuplicates } from './find-duplicates.ts';

type Shared = { id: string; record: ItemRecord | PartyRecord };

const atOnce = 500;
const tables = { item: 'items', party: 'parties', location: 'locations' } as const;

/**
 * Scores the records that no edition of the rules, or only an older one, has scored, and looks for duplicates among them: those
 * that came by installation, and all after an update. Safe at each start; nothing is left to do the second time.
 */
export async function scoreRecords(context: OperationContext): Promise<{ scored: number }> {
  let scored = 0;
  for (const kind of importedKinds)
    for (let count = atOnce; count === atOnce; scored += count)
      count = await context.db.transaction((tx) => scoreSome(tx, context, kind));
  return { scored };
}

async function scoreSome(tx: Tx, context: OperationContext, kind: ImportedKind): Promise<number> {
  const records = await readUnscored(tx, kind, rulesEdition, atOnce);
  if (records.length === 0) return 0;
  const rows = records.map(({ id, record }) => ({ id, ...completenessOf(kind, record) }));
  // No new version: the record says what it said, and whoever edits it loses nothing.
  await tx.execute(sql`
    update ${sql.identifier(tables[kind])} kept set completeness = scored.score, missing = scored.missing, scored_by = ${rulesEdition}
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as scored(id uuid, score integer, missing jsonb)
     where kept.id = scored.id`);
  const shared = sharedKinds.find((one) => one === kind);
  // Only items and parties are compared, and these are records of that kind.
  if (shared) await noteDuplicates(tx, context, shared, records as readonly Shared[]);
  return records.length;
}
