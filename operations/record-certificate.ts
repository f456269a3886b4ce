import { eq } from 'drizzle-orm';
import type { Tx } from '#db/connect.ts';
import { findLots } from '#db/queries/by-code.ts';
import { readCertificatesOfLots, readLotsAtReceipt } from '#db/queries/lots-at-receipt.ts';
import { beyondSight } from '#db/queries/sight.ts';
import { documents } from '#db/schema/documents.ts';
import { refusalOf } from '#domain/all-problems.ts';
import { parseCalendarDate } from '#domain/calendar-date.ts';
import type { CertificateKind, CertificateState } from '#domain/certificates.ts';
import { allow, type RuleViolation, refuse } from '#domain/result.ts';
import type { Command, OperationContext } from './context.ts';
import { lockLots } from './lock-lots.ts';
import { mayTouchLot } from './may-touch-lot.ts';
import { type Answer, runCommand } from './run-command.ts';
import { settleAnnouncedCertificates } from './settle-announced-certificates.ts';
import { writeAudit } from './write-audit.ts';
import { writeCertificates } from './write-certificates.ts';

/** `lot` is the lot's code or id; `expiresOn` YYYY-MM-DD. */
export type RecordCertificate = {
  lot: string;
  kind: CertificateKind;
  number: string;
  expiresOn?: string | null | undefined;
  documentId?: string | null | undefined;
  /** Where it came from: a mail, a portal. */
  source?: string | null | undefined;
};

export type RecordedCertificate = {
  certificateId: string;
  lotId: string;
  lotCode: string;
  kind: CertificateKind;
  number: string;
  state: CertificateState;
  expiresOn: string | null;
  /** Tasks that waited for this paper. */
  settledTaskIds: string[];
};

/**
 * Records a paper that came for a lot, and settles the tasks that waited for it. It lifts no hold: a person decides, with
 * the paper as evidence. One number of a kind is given once for a lot; a withdrawn one is not given again.
 */
export function recordCertificate(
  context: OperationContext,
  command: Command<RecordCertificate>,
): Promise<Answer<RecordedCertificate>> {
  const { input, ...actor } = command;
  return runCommand(context, 'record-certificate', command, async (tx) => {
    const lot = (await findLots(tx, [input.lot])).get(input.lot);
    if (!lot) return refuse('lot.unknown', `There is no lot ${input.lot}`, '/lot');
    const entitled = await mayTouchLot(tx, command.caller, 'certificate.record', lot.id);
    if (!entitled.ok) return entitled;
    // What a rule has to know does not end where the caller's sight does: law 4 and law 7.
    return beyondSight(tx, async () => {
      await lockLots(tx, [lot.id]);
      const onRecord = await readCertificatesOfLots(tx, [lot.id]);
      const documentId = input.documentId ?? null;
      const documentKnown = documentId === null || (await isStored(tx, documentId));
      const refused = refusalOf(problemsOf(input, onRecord, documentKnown), 'request.malformed', 'this certificate');
      if (refused) return refused;
      const { kind, number, expiresOn = null, source = null } = input;
      const [{ supplierId } = { supplierId: null }] = await readLotsAtReceipt(tx, [lot.id]);
      const paper = { lotId: lot.id, supplierId, kind, number, expiresOn, source, documentId, announced: false };
      const [written] = await writeCertificates(tx, context, actor, [paper], onRecord);
      if (!written) throw new Error('A paper was written and is not there');
      await writeAudit(tx, context, actor, [
        {
          action: 'certificate.recorded',
          subjectKind: 'certificate',
          subjectId: written.id,
          lotId: lot.id,
          after: { kind, number, expiresOn, source, documentId },
        },
      ]);
      const settledTaskIds = await settleAnnouncedCertificates(tx, context, actor, lot.id, `${kind} ${number} is here`);
      return allow({
        certificateId: written.id,
        lotId: lot.id,
        lotCode: lot.code,
        kind,
        number,
        state: 'given' as const,
        expiresOn,
        settledTaskIds,
      });
    });
  });
}

async function isStored(tx: Tx, documentId: string): Promise<boolean> {
  const rows = await tx.select({ id: documents.id }).from(documents).where(eq(documents.id, documentId));
  return rows.length > 0;
}

function problemsOf(
  { kind, number, expiresOn, documentId }: RecordCertificate,
  onRecord: Awaited<ReturnType<typeof readCertificatesOfLots>>,
  documentKnown: boolean,
): RuleViolation[] {
  const twin = onRecord.find((other) => other.kind === kind && other.number === number && other.state !== 'announced');
  const date = expiresOn ? parseCalendarDate(expiresOn, '/expiresOn') : undefined;
  return [
    twin ? refuse('certificate.number-taken', `${number} is ${twin.state} for this lot already`, '/number') : undefined,
    documentKnown ? undefined : refuse('document.unknown', `There is no document ${documentId}`, '/documentId'),
    date,
  ].flatMap((result) => (result && !result.ok ? [result.violation] : []));
}
