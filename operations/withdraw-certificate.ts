import { eq } from 'drizzle-orm';
import type { Tx } from '#db/connect.ts';
import { categoryOfLot } from '#db/queries/category-of-lot.ts';
import { beyondSight } from '#db/queries/sight.ts';
import { certificates } from '#db/schema/documents.ts';
import { hasReason } from '#domain/quarantine-review.ts';
import { allow, type Result, refuse } from '#domain/result.ts';
import { giveReason } from './check-reason-code.ts';
import type { Command, OperationContext } from './context.ts';
import { lockLots } from './lock-lots.ts';
import { mayTouchLot } from './may-touch-lot.ts';
import { type Answer, runCommand } from './run-command.ts';
import { writeAudit } from './write-audit.ts';
import { writeHolds } from './write-holds.ts';

export type WithdrawCertificate = { certificateId: string; reason: string; reasonCode?: string | undefined };

export type WithdrawnCertificate = {
  certificateId: string;
  lotId: string;
  withdrawnAt: string;
  holdId: string;
  holdNumber: string;
  reviewId: string | null;
  reviewNumber: string | null;
};

/**
 * Its issuer took a paper back: the lot is held at once, everywhere and also where it is still on its way to, because the
 * paper was about the lot and not about one delivery. A quarantine review decides.
 */
export function withdrawCertificate(
  context: OperationContext,
  command: Command<WithdrawCertificate>,
): Promise<Answer<WithdrawnCertificate>> {
  const { input, ...actor } = command;
  return runCommand(context, 'withdraw-certificate', command, async (tx) => {
    const [known] = await tx.select().from(certificates).where(eq(certificates.id, input.certificateId));
    if (!known) return refuse('certificate.unknown', `There is no certificate ${input.certificateId}`);
    const entitled = await mayTouchLot(tx, command.caller, 'certificate.record', known.lotId);
    if (!entitled.ok) return entitled;
    const reasoned = hasReason(input.reason);
    if (!reasoned.ok) return reasoned;
    const scope = { category: await categoryOfLot(tx, known.lotId) };
    const coded = await giveReason(tx, context, actor, { list: 'certificate', ...input, scopes: [scope] });
    if (!coded.ok) return coded;
    // What a rule has to know does not end where the caller's sight does: law 4 and law 7.
    return beyondSight(tx, async () => {
      await lockLots(tx, [known.lotId]);
      const given = await readGiven(tx, input.certificateId);
      if (!given.ok) return given;

      const { id, lotId, kind, number } = given.value;
      const withdrawnAt = context.clock.now();
      await tx.update(certificates).set({ state: 'withdrawn', withdrawnAt }).where(eq(certificates.id, id));
      const reason = input.reason.trim();
      await writeAudit(tx, context, coded.value, [
        {
          action: 'certificate.withdrawn',
          subjectKind: 'certificate',
          subjectId: id,
          lotId,
          before: { state: 'given' },
          after: { state: 'withdrawn', kind, number },
          reason,
        },
      ]);
      const [hold] = await writeHolds(tx, context, actor, [
        {
          lotId,
          siteId: null,
          locationId: null,
          process: 'quarantine_review',
          rule: 'certificate_withdrawn',
          automatic: true,
          reason: `${kind.replaceAll('_', ' ')} ${number} was withdrawn: ${reason}`,
          happenedAt: withdrawnAt,
        },
      ]);
      if (!hold) throw new Error('A hold was asked for and not answered');
      const { holdId, holdNumber, reviewId, reviewNumber } = hold;
      const answer = { certificateId: id, lotId, withdrawnAt: withdrawnAt.toISOString() };
      return allow({ ...answer, holdId, holdNumber, reviewId, reviewNumber });
    });
  });
}

type Certificate = typeof certificates.$inferSelect;

/** Read again under the lot's lock: of two who withdraw at once the second is told so. */
async function readGiven(tx: Tx, id: string): Promise<Result<Certificate>> {
  const [certificate] = await tx.select().from(certificates).where(eq(certificates.id, id));
  if (certificate?.state === 'withdrawn')
    return refuse('certificate.already-withdrawn', `${certificate.number} has been withdrawn already`);
  return certificate?.state === 'given'
    ? allow(certificate)
    : refuse('certificate.unknown', 'This paper is announced and not here yet, so nobody can take it back');
}
