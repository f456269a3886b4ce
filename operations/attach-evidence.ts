import { and, eq } from 'drizzle-orm';
import type { Tx } from '#db/connect.ts';
import {
  certificates,
  documentLinks,
  documents,
  inspectionLots,
  locations,
  reviewEvidence,
  temperatureReadings,
} from '#db/schema/index.ts';
import { mayAttachEvidence } from '#domain/quarantine-review.ts';
import { allow, type Result, refuse } from '#domain/result.ts';
import { changeReview } from './change-review.ts';
import type { Command, OperationContext } from './context.ts';
import { auditOf, lockReview, type ReviewCase } from './review-case.ts';
import { type Answer, runCommand } from './run-command.ts';
import { writeAudit } from './write-audit.ts';

/** What is laid before the reviewers: the id of something recorded, or a note. */
export type Evidence =
  | { kind: 'document'; documentId: string; note?: string | undefined }
  | { kind: 'certificate'; certificateId: string; note?: string | undefined }
  | { kind: 'inspection'; inspectionId: string; note?: string | undefined }
  | { kind: 'temperature_reading'; readingId: string; note?: string | undefined }
  | { kind: 'note'; note: string };

export type AttachedEvidence = { evidenceId: string; reviewId: string; evidenceVersion: number };

/**
 * Lays evidence before the reviewers of an open review. Its version grows with it, so that nobody decides without having seen
 * it. A certificate or an inspection has to be of the review's lot, a reading of a place at the hold's site.
 */
export function attachEvidence(
  context: OperationContext,
  command: Command<{ reviewId: string; evidence: Evidence }>,
): Promise<Answer<AttachedEvidence>> {
  const { reviewId, evidence } = command.input;
  return runCommand(context, 'attach-evidence', command, async (tx) => {
    const locked = await lockReview(tx, reviewId);
    if (!locked.ok) return locked;
    const may = mayAttachEvidence(command.caller, locked.value.review);
    if (!may.ok) return may;
    const known = await isKnown(tx, locked.value, evidence);
    if (!known.ok) return known;

    const evidenceVersion = locked.value.row.evidenceVersion + 1;
    const evidenceId = context.newId();
    const now = context.clock.now();
    const by = { addedBy: command.caller.id, addedByName: command.caller.name, addedAt: now };
    await tx.insert(reviewEvidence).values({ id: evidenceId, reviewId, version: evidenceVersion, ...evidence, ...by });
    await changeReview(tx, reviewId, { evidenceVersion });
    if (evidence.kind === 'document')
      await tx
        .insert(documentLinks)
        .values({
          documentId: evidence.documentId,
          subjectKind: 'quarantine_review',
          subjectId: reviewId,
          linkedBy: command.caller.id,
          linkedAt: now,
        })
        .onConflictDoNothing();
    await writeAudit(tx, context, command, [
      {
        ...auditOf(locked.value),
        action: 'quarantine_review.evidence_attached',
        after: { evidenceVersion, ...evidence },
      },
    ]);
    return allow({ evidenceId, reviewId, evidenceVersion });
  });
}

async function isKnown(tx: Tx, { hold }: ReviewCase, evidence: Evidence): Promise<Result<void>> {
  switch (evidence.kind) {
    case 'note':
      return allow(undefined);
    case 'document': {
      const rows = await tx.select({ id: documents.id }).from(documents).where(eq(documents.id, evidence.documentId));
      return rows.length > 0
        ? allow(undefined)
        : refuse('document.unknown', 'There is no such document', '/documentId');
    }
    case 'certificate': {
      const ofLot = and(eq(certificates.id, evidence.certificateId), eq(certificates.lotId, hold.lotId));
      const rows = await tx.select({ id: certificates.id }).from(certificates).where(ofLot);
      return rows.length > 0
        ? allow(undefined)
        : refuse('certificate.unknown', 'There is no such certificate of this lot', '/certificateId');
    }
    case 'inspection': {
      const ofLot = and(eq(inspectionLots.inspectionId, evidence.inspectionId), eq(inspectionLots.lotId, hold.lotId));
      const rows = await tx.select({ id: inspectionLots.inspectionId }).from(inspectionLots).where(ofLot);
      return rows.length > 0
        ? allow(undefined)
        : refuse('inspection.unknown', 'There is no such inspection of this lot', '/inspectionId');
    }
    case 'temperature_reading': {
      const atSite = hold.siteId === null ? undefined : eq(locations.siteId, hold.siteId);
      const rows = await tx
        .select({ id: temperatureReadings.id })
        .from(temperatureReadings)
        .innerJoin(locations, eq(locations.id, temperatureReadings.locationId))
        .where(and(eq(temperatureReadings.id, evidence.readingId), atSite));
      return rows.length > 0
        ? allow(undefined)
        : refuse('reading.unknown', 'There is no such reading at the site of this hold', '/readingId');
    }
  }
}
