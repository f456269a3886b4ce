import { and, eq, gt, lte } from 'drizzle-orm';
import type { Tx } from '#db/connect.ts';
import { masterDataProposalRecords } from '#db/schema/proposals.ts';
import type { AnyRecord } from '#domain/master-records.ts';
import type { RecordKind } from '#domain/record-kinds.ts';
import { allow, type Result, refuseAll } from '#domain/result.ts';
import { applyCertificates } from './apply-certificates.ts';
import { applyItems } from './apply-items.ts';
import { applyLocations } from './apply-locations.ts';
import { applyMerges, isMerge } from './apply-merges.ts';
import { applyOverrides } from './apply-overrides.ts';
import { applyParties } from './apply-parties.ts';
import { applyEntities, applySites } from './apply-places.ts';
import { applySpecifications, beginningAt } from './apply-specifications.ts';
import type { Actor, OperationContext } from './context.ts';
import { lockRecords } from './lock-records.ts';
import { proposalSubject } from './open-proposal.ts';
import { changeProposal, endProposalTasks, type ProposalRow } from './proposal-case.ts';
import { findConflicts, type PlannedRecord } from './record-conflicts.ts';
import { writeAudit } from './write-audit.ts';

/** How many records are worked on at once: what they need of memory is bounded, whatever an import brings. */
const atOnce = 1_000;

/**
 * Makes of every record what the proposal says, or of none: refused where a record was changed since it was proposed, or
 * where something else stands in the way by now. The caller holds the proposal's lock and has the decision, or needs none.
 */
export async function applyProposal(
  tx: Tx,
  { newId, db, clock }: OperationContext,
  actor: Actor,
  row: ProposalRow,
  { reason, signatureId }: { reason: string; signatureId?: string },
): Promise<Result<ProposalRow>> {
  const now = clock.now();
  // One instant for all of it: what begins now does not begin in the past of what is checked a moment later.
  const context = { newId, db, clock: { now: () => now } };
  for (let from = 0; from < row.records; from += atOnce) {
    const planned = beginningAt(row.kind, await readPlanned(tx, row.id, from), now);
    const fresh = await lockRecords(tx, row.kind, planned);
    if (!fresh.ok) return fresh;
    const conflicts = (
      await findConflicts(tx, context, row.kind, planned, (index) => `/records/${from + index}`)
    ).flat();
    const [first] = conflicts;
    if (first) return refuseAll('proposal.refused', `What it was proposed on has changed: ${first.message}`, conflicts);
    await apply(tx, context, actor, row, planned, reason);
    await writeAudit(
      tx,
      context,
      actor,
      planned.map((record) => auditOf(row, record, reason)),
    );
  }
  const { caller } = actor;
  const approved = await changeProposal(tx, row.id, {
    state: 'approved',
    decidedBy: caller.id,
    decidedByName: caller.name,
    decidedAt: now,
    decisionReason: reason,
    ...(signatureId !== undefined && { signatureId }),
  });
  await endProposalTasks(tx, context, actor, { proposalId: row.id, as: 'settled', note: reason });
  await writeAudit(tx, context, actor, [
    {
      ...proposalSubject(row.id),
      action: 'proposal.approved',
      reason,
      before: { state: 'open' },
      after: { number: row.number, state: 'approved', records: row.records },
    },
  ]);
  return allow(approved);
}

async function readPlanned(tx: Tx, proposalId: string, from: number): Promise<PlannedRecord[]> {
  const { line } = masterDataProposalRecords;
  const rows = await tx
    .select()
    .from(masterDataProposalRecords)
    .where(and(eq(masterDataProposalRecords.proposalId, proposalId), gt(line, from), lte(line, from + atOnce)))
    .orderBy(line);
  // They were written from records of their kind.
  const asRecord = (state: unknown) => state as AnyRecord | null;
  return rows.map(({ before, after, ...planned }) => ({
    ...planned,
    before: asRecord(before),
    after: asRecord(after),
  }));
}

async function apply(
  tx: Tx,
  context: OperationContext,
  actor: Actor,
  row: ProposalRow,
  planned: readonly PlannedRecord[],
  reason: string,
): Promise<void> {
  const { id: proposalId, kind } = row;
  switch (kind) {
    case 'item':
      return await applyItems(tx, context, planned);
    case 'party':
      await applyMerges(tx, context, actor, planned, reason);
      return await applyParties(
        tx,
        context,
        planned.filter(({ action }) => !isMerge(action)),
      );
    case 'location':
      return await applyLocations(tx, context, planned);
    case 'override':
      return await applyOverrides(tx, context, proposalId, planned);
    case 'site':
      return await applySites(tx, planned);
    case 'entity':
      return await applyEntities(tx, planned);
    case 'certificate':
      return await applyCertificates(tx, context, actor, planned);
    case 'specification':
      return await applySpecifications(tx, context, actor, row, planned);
  }
}

const created: Record<RecordKind, { action: string }> = {
  item: { action: 'item.created' },
  party: { action: 'party.created' },
  location: { action: 'location.created' },
  override: { action: 'override.created' },
  specification: { action: 'specification.created' },
  certificate: { action: 'supplier_certificate.created' },
  site: { action: 'site.created' },
  entity: { action: 'entity.created' },
};
const changedTo: Record<RecordKind, { action: string }> = {
  item: { action: 'item.changed' },
  party: { action: 'party.changed' },
  location: { action: 'location.changed' },
  override: { action: 'override.changed' },
  specification: { action: 'specification.changed' },
  certificate: { action: 'supplier_certificate.changed' },
  site: { action: 'site.changed' },
  entity: { action: 'entity.changed' },
};
const removed = { action: 'override.removed' };
const merges = { merge: { action: 'party.merged' }, separate: { action: 'party.separated' } };

/** The trail tells what changed of a record, not all of it again. */
function auditOf(
  { id, number, kind }: ProposalRow,
  { action, recordId, code, before, after, changed }: PlannedRecord,
  reason: string,
) {
  const parts = (state: AnyRecord | null) =>
    state &&
    Object.fromEntries(
      Object.entries(state).filter(([field]) => action === 'create' || action === 'remove' || changed.includes(field)),
    );
  const named =
    action === 'create'
      ? created[kind]
      : action === 'remove'
        ? removed
        : isMerge(action)
          ? merges[action]
          : changedTo[kind];
  return {
    ...named,
    subjectKind: kind,
    subjectId: recordId,
    reason,
    before: before && { code, ...parts(before) },
    after: { code, proposal: number, proposalId: id, ...parts(after) },
  };
}
