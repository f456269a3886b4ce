import { eq } from 'drizzle-orm';
import type { Tx } from '#db/connect.ts';
import { documentLinks, documents } from '#db/schema/documents.ts';
import { releaseResults } from '#db/schema/release-approvals.ts';
import { parseHappenedAt } from '#domain/happened-at.ts';
import { conforms, type Measurement } from '#domain/release-results.ts';
import { allow, type Result, refuse } from '#domain/result.ts';
import { type Characteristic, sameWord } from '#domain/specifications.ts';
import { changeRelease } from './change-release.ts';
import type { Command, OperationContext } from './context.ts';
import { insertRows } from './insert-rows.ts';
import { readPolicyBook } from './policy-book.ts';
import { recordDuty } from './record-duty.ts';
import { auditOfRelease, dutiesOfRelease, type ReleaseCase } from './release-case.ts';
import { writeAudit } from './write-audit.ts';

/** Where values come from, as somebody states it. */
type StatedOrigin = { happenedAt?: string; sampledAt?: string; laboratory?: string; documentId?: string };
type Origin = { happenedAt: Date; sampledAt: Date | null; laboratory: string | null; documentId: string | null };

/** When, where and by which report values were found: nothing later than it can be, and a report that is there. */
export async function resolveEntry(
  tx: Tx,
  context: OperationContext,
  { row }: ReleaseCase,
  stated: StatedOrigin,
): Promise<Result<Origin>> {
  const now = context.clock.now();
  const book = await readPolicyBook(tx, now, ['late_report_window_days']);
  const windowDays = book.read('late_report_window_days', { siteId: row.siteId }).value;
  const happenedAt = parseHappenedAt(stated.happenedAt, { now, windowDays });
  if (!happenedAt.ok) return happenedAt;
  const sampledAt = stated.sampledAt === undefined ? null : new Date(stated.sampledAt);
  if (sampledAt !== null && !(sampledAt <= happenedAt.value))
    return refuse(
      'result.sampled-later',
      `Samples are taken before they are measured, which was at ${happenedAt.value.toISOString()}`,
      '/sampledAt',
    );
  const { documentId = null, laboratory = null } = stated;
  const known = documentId === null ? allow(undefined) : await findDocument(tx, documentId);
  return known.ok ? allow({ happenedAt: happenedAt.value, sampledAt, laboratory, documentId }) : known;
}

async function findDocument(tx: Tx, documentId: string): Promise<Result<void>> {
  // Locked against being removed meanwhile.
  const [found] = await tx
    .select({ removedAt: documents.removedAt })
    .from(documents)
    .where(eq(documents.id, documentId))
    .for('share');
  if (!found) return refuse('document.unknown', `There is no document ${documentId}`, '/documentId');
  return found.removedAt
    ? refuse('document.removed', 'Its retention was over: upload it again', '/documentId')
    : allow(undefined);
}

type Entry = Origin & { characteristics: readonly Characteristic[]; signatureId: string | null };
type Entered = { releaseId: string; results: readonly Measurement[]; note?: string };

/** Writes values as one more version, beside those they correct; whoever has approved on other results is asked again. */
export async function writeResults(
  tx: Tx,
  context: OperationContext,
  command: Command<Entered>,
  releaseCase: ReleaseCase,
  { characteristics, signatureId, ...origin }: Entry,
): Promise<void> {
  const { row } = releaseCase;
  const { caller, input } = command;
  const version = row.resultsVersion + 1;
  const rows = input.results.flatMap(({ characteristic, sample, value }) => {
    const known = characteristics.find(({ name }) => sameWord(name, characteristic));
    return known
      ? [{ characteristic: known.name, sample, value: value.trim(), conforms: conforms(known, value) === true }]
      : [];
  });
  const recordedAt = context.clock.now();
  await insertRows(
    tx,
    releaseResults,
    rows.map((result) => ({
      ...result,
      ...origin,
      id: context.newId(),
      releaseId: row.id,
      version,
      note: input.note ?? null,
      recordedBy: caller.id,
      recordedByName: caller.name,
      recordedAt,
      signatureId,
    })),
  );
  if (origin.documentId !== null)
    await tx
      .insert(documentLinks)
      .values({
        documentId: origin.documentId,
        subjectKind: 'release_approval',
        subjectId: row.id,
        linkedBy: caller.id,
        linkedAt: recordedAt,
      })
      .onConflictDoNothing();
  const anew = releaseCase.approvals.length > 0 && { round: row.round + 1, roundId: context.newId(), terms: null };
  await changeRelease(tx, row.id, { resultsVersion: version, ...anew });
  await recordDuty(tx, command, { duty: 'inspected', ...dutiesOfRelease(releaseCase), at: origin.happenedAt });
  await writeAudit(tx, context, command, [
    {
      ...auditOfRelease(releaseCase),
      action: 'release_approval.results_recorded',
      reason: input.note,
      happenedAt: origin.happenedAt,
      after: {
        number: row.number,
        resultsVersion: version,
        results: rows,
        sampledAt: origin.sampledAt?.toISOString(),
        laboratory: origin.laboratory ?? undefined,
        documentId: origin.documentId ?? undefined,
      },
    },
  ]);
}
