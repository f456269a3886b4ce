import { eq } from 'drizzle-orm';
import type { Tx } from '#db/connect.ts';
import { readDestructionLines, shownOfDestruction } from '#db/queries/shown-disposal.ts';
import { destructions } from '#db/schema/destructions.ts';
import { mayWitness } from '#domain/disposal.ts';
import type { DisposalAnswer, WitnessDestructionInput } from '#domain/disposal-steps.ts';
import { hasReason } from '#domain/quarantine-review.ts';
import { allow, refuse } from '#domain/result.ts';
import { blockDestruction } from './block-destruction.ts';
import { bookDestruction } from './book-destruction.ts';
import { changeDisposal } from './change-disposal.ts';
import type { Actor, Command, OperationContext } from './context.ts';
import { auditOfDisposal, type DisposalCase, dutySubjectOfDisposal } from './disposal-case.ts';
import { settleOneTask } from './disposal-tasks.ts';
import { recordDuty } from './record-duty.ts';
import { refuseMeeting } from './refuse-meeting.ts';
import type { Answer } from './run-command.ts';
import { takeDisposalStep, unhindered } from './take-disposal-step.ts';
import { takeSignature } from './take-signature.ts';
import { writeAudit } from './write-audit.ts';
import { writeDisposalException } from './write-disposal-exception.ts';

type Run = DisposalCase['runs'][number];

/**
 * The witness signs that a run happened as recorded, and then it is booked; or that it did not, and then nothing is, the run
 * counts no more, and quality management is asked. Nothing leaves the books on one person's word where a witness is required.
 */
export function witnessDestruction(
  context: OperationContext,
  command: Command<WitnessDestructionInput>,
): Promise<Answer<DisposalAnswer>> {
  const { destructionId, confirmed, note, signingId } = command.input;
  return takeDisposalStep(context, 'witness-destruction', command, async (tx, actor, disposalCase) => {
    const { row, disposal, runs, hold } = disposalCase;
    const run = runs.find((one) => one.id === destructionId);
    if (!run) return refuse('disposal.destruction-unknown', `${row.number} has no such run`, '/destructionId');
    const may = mayWitness(actor.caller, disposal, run);
    if (!may.ok) return may;
    const subject = dutySubjectOfDisposal(disposalCase);
    const apart = await refuseMeeting(tx, actor.caller, { duty: 'witnessed', ...subject });
    if (!apart.ok) return apart;
    const said = confirmed ? allow(undefined) : hasReason(note ?? '');
    if (!said.ok) return refuse(said.violation.code, said.violation.message, '/note');
    const signed = await takeSignature(tx, context, actor, {
      signingId,
      meanings: ['responsibility'],
      subject: { kind: 'destruction', id: run.id },
      shown: shownOfDestruction(row.number, run, await readDestructionLines(tx, run.id)),
      statement: { step: 'witness', confirmed, note: note ?? null },
      policyIds: row.policyIds,
      about: { lotId: row.lotId, siteId: hold.siteId },
    });
    if (!signed.ok) return signed;
    await recordDuty(tx, actor, { duty: 'witnessed', ...subject, at: context.clock.now() });
    await writeWitness(tx, context, actor, disposalCase, run, { confirmed, note, ...signed.value });
    if (!confirmed) {
      const message = `${actor.caller.name} did not witness run ${run.run} as recorded: ${note}`;
      await writeDisposalException(tx, context, actor, disposalCase, { message });
      return unhindered;
    }
    const booked = await bookDestruction(tx, context, actor, disposalCase, run);
    if (booked.ok) return unhindered;
    await blockDestruction(tx, context, actor, disposalCase, run, booked.violation);
    return allow({ obstacle: booked.violation });
  });
}

async function writeWitness(
  tx: Tx,
  context: OperationContext,
  actor: Actor,
  disposalCase: DisposalCase,
  run: Run,
  { confirmed, note, signatureId }: { confirmed: boolean; note: string | undefined; signatureId: string },
): Promise<void> {
  const { row } = disposalCase;
  await tx
    .update(destructions)
    .set({
      witnessedBy: actor.caller.id,
      witnessedByName: actor.caller.name,
      witnessedFor: actor.caller.onBehalfOf?.id ?? null,
      witnessedForName: actor.caller.onBehalfOf?.name ?? null,
      witnessedAt: context.clock.now(),
      witnessNote: note ?? null,
      witnessSignatureId: signatureId,
      ...(confirmed ? {} : { state: 'refused' as const }),
    })
    .where(eq(destructions.id, run.id));
  await changeDisposal(tx, row.id, {});
  await settleOneTask(tx, context, actor, {
    disposalId: row.id,
    kind: 'witness_destruction',
    note: confirmed ? 'Witnessed' : 'Not witnessed as recorded',
  });
  await writeAudit(tx, context, actor, [
    {
      ...auditOfDisposal(disposalCase),
      action: confirmed ? 'disposal.witnessed' : 'disposal.witness_refused',
      reason: note,
      after: { number: row.number, run: run.run, signatureId },
    },
  ]);
}
