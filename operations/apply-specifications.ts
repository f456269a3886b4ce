import { sql } from 'drizzle-orm';
import type { Tx } from '#db/connect.ts';
import { readRecords } from '#db/queries/master-records.ts';
import type { AnyRecord } from '#domain/master-records.ts';
import type { RecordKind } from '#domain/record-kinds.ts';
import type { SpecificationRecord } from '#domain/specification-values.ts';
import type { Actor, OperationContext } from './context.ts';
import type { ProposalRow } from './proposal-case.ts';
import type { PlannedRecord } from './record-conflicts.ts';
import { writeScores } from './score-records.ts';

/** Planned specifications that hold from their approval on, with the instant that it is now; all others as they are. */
export const beginningAt = (kind: RecordKind, planned: readonly PlannedRecord[], now: Date): PlannedRecord[] =>
  planned.map((one) =>
    kind === 'specification' && one.after !== null
      ? { ...one, after: begun(one.after as SpecificationRecord, now) } // its kind says so
      : one,
  );

const begun = (record: SpecificationRecord, now: Date): AnyRecord => ({
  ...record,
  effectiveFrom: record.effectiveFrom ?? now.toISOString(),
});

/**
 * Writes the next version of each planned specification, by one statement. Releases that run go on by the version they began with.
 * The caller holds the locks of their items and has compared the versions. Scores the items anew: one gap of theirs may be closed.
 */
export async function applySpecifications(
  tx: Tx,
  context: OperationContext,
  { caller }: Actor,
  { proposedBy, reason }: ProposalRow,
  planned: readonly PlannedRecord[],
): Promise<void> {
  const rows = planned.map(({ recordId, baseVersion, after }) => {
    // Their kind is specification, hence so are their records.
    const { effectiveFrom, characteristics, sampling } = after as SpecificationRecord;
    const version = (baseVersion ?? 0) + 1;
    return { id: context.newId(), itemId: recordId, version, effectiveFrom, characteristics, sampling };
  });
  await tx.execute(sql`
    insert into item_specifications (id, item_id, version, effective_from, characteristics, sampling, reason, proposed_by,
           approved_by, recorded_at)
    select id, "itemId", version, "effectiveFrom", characteristics, sampling, ${reason}, ${proposedBy}, ${caller.id},
           ${context.clock.now().toISOString()}::timestamptz
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as planned(id uuid, "itemId" uuid, version integer,
             "effectiveFrom" timestamptz, characteristics jsonb, sampling jsonb)`);
  const items = await readRecords(
    tx,
    'item',
    planned.map(({ code }) => code),
  );
  await writeScores(tx, context, 'item', [...items.values()]);
}
