import { eq, inArray, sql } from 'drizzle-orm';
import type { Tx } from '#db/connect.ts';
import { readOverridesOf } from '#db/queries/merged-parties.ts';
import { items, parties } from '#db/schema/master-data.ts';
import { localOverrides } from '#db/schema/master-data-care.ts';
import { supplierCertificates } from '#db/schema/supplier-certificates.ts';
import type { RecordAction } from '#domain/record-kinds.ts';
import type { Actor, OperationContext } from './context.ts';
import { isSamePlace } from './merge-conflicts.ts';
import type { PlannedRecord } from './record-conflicts.ts';
import { writeAudit } from './write-audit.ts';

export const isMerge = (action: RecordAction): action is 'merge' | 'separate' =>
  action === 'merge' || action === 'separate';

type Merge = { goes: PlannedRecord; stays: PlannedRecord };

/**
 * Lets a record lead to the one that it was merged into, or no more. What was recorded stays as it was; what is looked up by
 * the old code from now on finds the other, and what other records say of it now says the other.
 */
export async function applyMerges(
  tx: Tx,
  context: OperationContext,
  actor: Actor,
  planned: readonly PlannedRecord[],
  reason: string,
): Promise<void> {
  const stays = planned.find(({ action }) => action === 'change');
  for (const goes of planned) {
    if (goes.action === 'merge' && stays) await merge(tx, context, actor, { goes, stays }, reason);
    if (goes.action === 'separate') await lead(tx, goes.recordId, null);
  }
}

async function merge(tx: Tx, context: OperationContext, actor: Actor, { goes, stays }: Merge, reason: string) {
  await lead(tx, goes.recordId, stays.recordId);
  await moveOverrides(tx, { goes, stays });
  await moveCertificates(tx, context, actor, { goes, stays }, reason);
  await leadItems(tx, context, actor, { goes, stays }, reason);
}

const lead = (tx: Tx, id: string, mergedInto: string | null) =>
  tx
    .update(parties)
    .set({ mergedInto, version: sql`${parties.version} + 1` })
    .where(eq(parties.id, id));

/** Overrides go with the record; where the one that stays has the same, it has it already. */
async function moveOverrides(tx: Tx, { goes, stays }: Merge): Promise<void> {
  const ours = await readOverridesOf(tx, stays.recordId);
  const theirs = await readOverridesOf(tx, goes.recordId);
  const moved = theirs.filter((one) => !ours.some((other) => isSamePlace(one, other)));
  if (moved.length === 0) return;
  await tx
    .update(localOverrides)
    .set({ recordId: stays.recordId, version: sql`${localOverrides.version} + 1` })
    .where(
      inArray(
        localOverrides.id,
        moved.map(({ id }) => id),
      ),
    );
}

/** Papers about the supplier itself are the one's that stays; those of lots keep the supplier they came from. */
async function moveCertificates(
  tx: Tx,
  context: OperationContext,
  actor: Actor,
  { goes, stays }: Merge,
  reason: string,
) {
  const moved = await tx
    .update(supplierCertificates)
    .set({ partyId: stays.recordId, version: sql`${supplierCertificates.version} + 1` })
    .where(eq(supplierCertificates.partyId, goes.recordId))
    .returning({ id: supplierCertificates.id, code: supplierCertificates.code });
  await writeAudit(
    tx,
    context,
    actor,
    moved.map(({ id, code }) => ({
      action: 'supplier_certificate.changed',
      subjectKind: 'certificate',
      subjectId: id,
      reason,
      before: { code, party: goes.code },
      after: { code, party: stays.code },
    })),
  );
}

/** Items that may be sold to the one that goes alone may be sold to the one that stays. */
async function leadItems(tx: Tx, context: OperationContext, actor: Actor, { goes, stays }: Merge, reason: string) {
  const led = await tx
    .update(items)
    .set({ soldOnlyToPartyId: stays.recordId, version: sql`${items.version} + 1` })
    .where(eq(items.soldOnlyToPartyId, goes.recordId))
    .returning({ id: items.id, code: items.code });
  await writeAudit(
    tx,
    context,
    actor,
    led.map(({ id, code }) => ({
      action: 'item.changed',
      subjectKind: 'item',
      subjectId: id,
      reason,
      before: { code, soldOnlyTo: goes.code },
      after: { code, soldOnlyTo: stays.code },
    })),
  );
}
