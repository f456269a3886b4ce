import type { Tx } from '#db/connect.ts';
import { beyondSight } from '#db/queries/sight.ts';
import { readStockOfLots } from '#db/queries/stock-standing.ts';
import { documentLinks } from '#db/schema/documents.ts';
import { inspectionLots, inspections } from '#db/schema/quality.ts';
import { parseHappenedAt } from '#domain/happened-at.ts';
import { allow, type Result, refuse } from '#domain/result.ts';
import type { Actor, Command, OperationContext } from './context.ts';
import { followInspections } from './follow-inspections.ts';
import { lockLots } from './lock-lots.ts';
import { mayForAnOwner } from './may-for-an-owner.ts';
import { readPolicyBook } from './policy-book.ts';
import { recordDuty } from './record-duty.ts';
import { type RecordInspection, type ResolvedInspection, resolveInspection } from './resolve-inspection.ts';
import { type Answer, runCommand } from './run-command.ts';
import { takeNumbers } from './take-numbers.ts';
import { writeAudit } from './write-audit.ts';
import { type HoldRequest, type WrittenHold, writeHolds } from './write-holds.ts';

export type RecordedInspection = {
  inspectionId: string;
  number: string;
  site: string;
  result: 'pass' | 'fail';
  happenedAt: string;
  lots: { lotId: string; lot: string }[];
  /** In effect because it failed; `alreadyActive` where an earlier failure of the lot there still waits for its review. */
  holds: Pick<WrittenHold, 'holdId' | 'holdNumber' | 'lotId' | 'reviewId' | 'reviewNumber' | 'alreadyActive'>[];
};

/**
 * Records what an inspection of lots at a site found. One that failed holds them there at once, or everywhere if they have
 * left; one that passed releases nothing by itself: that takes an approval.
 */
export function recordInspection(
  context: OperationContext,
  command: Command<RecordInspection>,
): Promise<Answer<RecordedInspection>> {
  const { caller, input } = command;
  return runCommand(context, 'record-inspection', command, async (tx): Promise<Result<RecordedInspection>> => {
    const resolved = await resolveInspection(tx, input);
    if (!resolved.ok) return resolved;
    const { site, lots } = resolved.value;
    const entitled = await mayForAnOwner(tx, caller, 'inspection.record', site.id, lots);
    if (!entitled.ok) return entitled;

    // What a rule has to know does not end where the caller's sight does: law 4 and law 7.
    return beyondSight(tx, async () => {
      const lotIds = lots.map((lot) => lot.id);
      await lockLots(tx, lotIds);

      const now = context.clock.now();
      const book = await readPolicyBook(tx, now, ['late_report_window_days']);
      const windowDays = book.read('late_report_window_days', { siteId: site.id }).value;
      const happenedAt = parseHappenedAt(input.happenedAt, { now, windowDays });
      if (!happenedAt.ok) return happenedAt;

      const inspectionId = context.newId();
      const number = input.number ?? (await takeNumbers(tx, 'inspection_numbers', 'IN', 1))[0] ?? '';
      const written = await writeInspection(tx, context, command, resolved.value, {
        inspectionId,
        number,
        happenedAt: happenedAt.value,
      });
      if (!written.ok) return written;
      const requests =
        input.result === 'fail' ? await holdRequests(tx, resolved.value, input, number, happenedAt.value) : [];
      const holds = await writeHolds(tx, context, command, requests);
      await followInspections(tx, context, command, { siteId: site.id, lotIds });
      return allow({
        inspectionId,
        number,
        site: site.code,
        result: input.result,
        happenedAt: happenedAt.value.toISOString(),
        lots: lots.map((lot) => ({ lotId: lot.id, lot: lot.code })),
        holds: holds.map(({ holdId, holdNumber, lotId, reviewId, reviewNumber, alreadyActive }) => ({
          holdId,
          holdNumber,
          lotId,
          reviewId,
          reviewNumber,
          alreadyActive,
        })),
      });
    });
  });
}

async function writeInspection(
  tx: Tx,
  context: OperationContext,
  { caller, cause, commandId, input }: Command<RecordInspection>,
  { site, receiptId, lots, documentIds }: ResolvedInspection,
  { inspectionId, number, happenedAt }: { inspectionId: string; number: string; happenedAt: Date },
): Promise<Result<void>> {
  const recordedAt = context.clock.now();
  const inserted = await tx
    .insert(inspections)
    .values({
      id: inspectionId,
      number,
      siteId: site.id,
      receiptId,
      result: input.result,
      checks: [...input.checks],
      inspectedBy: caller.id,
      happenedAt,
      recordedAt,
    })
    .onConflictDoNothing()
    .returning({ id: inspections.id });
  if (inserted.length === 0)
    return refuse('inspection.number-taken', `There is an inspection ${number} already`, '/number');
  const lotIds = lots.map((lot) => lot.id);
  await tx.insert(inspectionLots).values(lotIds.map((lotId) => ({ inspectionId, lotId })));
  await recordDuty(tx, { caller, cause, commandId }, { duty: 'inspected', lotIds, at: happenedAt });
  if (documentIds.length > 0) {
    const link = {
      subjectKind: 'inspection' as const,
      subjectId: inspectionId,
      linkedBy: caller.id,
      linkedAt: recordedAt,
    };
    await tx.insert(documentLinks).values(documentIds.map((documentId) => ({ documentId, ...link })));
  }
  const actor: Actor = { caller, cause, commandId };
  await writeAudit(
    tx,
    context,
    actor,
    lots.map((lot) => ({
      action: 'inspection.recorded',
      subjectKind: 'inspection',
      subjectId: inspectionId,
      lotId: lot.id,
      siteId: site.id,
      happenedAt,
      after: {
        number,
        result: input.result,
        checks: input.checks,
        receipt: input.receipt,
        documents: documentIds.length,
      },
    })),
  );
  return allow(undefined);
}

async function holdRequests(
  tx: Tx,
  { site, lots }: ResolvedInspection,
  { checks }: RecordInspection,
  number: string,
  happenedAt: Date,
): Promise<HoldRequest[]> {
  const standing = await readStockOfLots(
    tx,
    lots.map((lot) => lot.id),
  );
  const failed = checks.filter((check) => check.result === 'fail').map((check) => check.name);
  return lots.map((lot) => ({
    lotId: lot.id,
    siteId: standing.some((stock) => stock.lotId === lot.id && stock.siteId === site.id) ? site.id : null,
    locationId: null,
    process: 'quarantine_review',
    rule: 'failed_inspection',
    automatic: true,
    reason: `Inspection ${number} failed${failed.length > 0 ? `: ${failed.join(', ')}` : ''}`,
    happenedAt,
  }));
}
