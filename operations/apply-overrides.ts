import { eq, sql } from 'drizzle-orm';
import type { Tx } from '#db/connect.ts';
import { readRecords } from '#db/queries/master-records.ts';
import { localOverrides } from '#db/schema/master-data-care.ts';
import type { OverrideRecord } from '#domain/master-records.ts';
import type { OperationContext } from './context.ts';
import { findPlace } from './plan-override.ts';
import type { PlannedRecord } from './record-conflicts.ts';

/** Makes local overrides of what was planned, or takes them away. The caller holds their locks. */
export async function applyOverrides(
  tx: Tx,
  { clock }: OperationContext,
  proposalId: string,
  planned: readonly PlannedRecord[],
): Promise<void> {
  const since = clock.now();
  for (const { recordId: id, action, after } of planned) {
    if (action === 'remove' || after === null) {
      await tx.delete(localOverrides).where(eq(localOverrides.id, id));
      continue;
    }
    // Their kind is override, hence so are their records.
    const { of, record, field, value, ...where } = after as OverrideRecord;
    const kept = (await readRecords(tx, of, [record])).get(record);
    const place = await findPlace(tx, where);
    if (!kept || !place.ok) throw new Error(`${record} or its place was there and is gone`);
    const now = { value: { is: value }, proposalId, since };
    await tx
      .insert(localOverrides)
      .values({ id, kind: of, recordId: kept.id, ...place.value, field, ...now })
      .onConflictDoUpdate({ target: localOverrides.id, set: { ...now, version: sql`${localOverrides.version} + 1` } });
  }
}
