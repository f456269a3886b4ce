import type { Tx } from '#db/connect.ts';
import { shownOfDisposal } from '#db/queries/shown-disposal.ts';
import { disposalDifferences } from '#db/schema/destructions.ts';
import { maySettleDifference } from '#domain/disposal.ts';
import { withinApproved } from '#domain/disposal-account.ts';
import type { DisposalAnswer, SettleDifferenceInput } from '#domain/disposal-steps.ts';
import { reaches } from '#domain/holds.ts';
import { negate } from '#domain/quantity.ts';
import { allow, type Result, refuse } from '#domain/result.ts';
import { virtualPlace } from './carry-out-outcome.ts';
import { changeDisposal } from './change-disposal.ts';
import { giveReason } from './check-reason-code.ts';
import type { Actor, Command, OperationContext } from './context.ts';
import { readDisposalAccount } from './disposal-account.ts';
import { auditOfDisposal, type DisposalCase, dutySubjectOfDisposal, policyScopeOfDisposal } from './disposal-case.ts';
import { endDisposalTasks } from './disposal-tasks.ts';
import { recordDuty } from './record-duty.ts';
import { refuseMeeting } from './refuse-meeting.ts';
import { type ResolvedStock, resolveDisposalLines } from './resolve-disposal-lines.ts';
import type { Answer } from './run-command.ts';
import { standsUnrecorded } from './stands-unrecorded.ts';
import { takeDisposalStep, unhindered } from './take-disposal-step.ts';
import { takeSignature } from './take-signature.ts';
import { writeAudit } from './write-audit.ts';
import { writeMovement } from './write-movement.ts';
import { writeWriteOffs } from './write-write-offs.ts';

/**
 * Settles that less was there to destroy than booked, or more: booked as a count variance under a reason and a signature, by
 * somebody who neither decided, destroyed nor witnessed, and who does neither of the last two afterwards. What is missing is written off too; a surplus is destroyed with the rest.
 */
export function settleDisposalDifference(
  context: OperationContext,
  command: Command<SettleDifferenceInput>,
): Promise<Answer<DisposalAnswer>> {
  const { reason, reasonCode, found, signingId } = command.input;
  return takeDisposalStep(context, 'settle-disposal-difference', command, async (tx, asked, disposalCase) => {
    const { row, disposal, hold } = disposalCase;
    const may = maySettleDifference(asked.caller, disposal, { reason });
    if (!may.ok) return may;
    const subject = dutySubjectOfDisposal(disposalCase);
    const apart = await refuseMeeting(tx, asked.caller, { duty: 'settled', ...subject });
    if (!apart.ok) return apart;
    const scopes = [policyScopeOfDisposal(disposalCase)];
    const given = await giveReason(tx, context, asked, { list: 'variance', reason, reasonCode, scopes });
    if (!given.ok) return given;
    const actor = given.value;
    const lines = await resolveDisposalLines(tx, disposalCase, [command.input], () => '');
    if (!lines.ok) return lines;
    const [line] = lines.value;
    if (!line) throw new Error('A difference has one line');
    const possible = await mayBeSo(tx, disposalCase, found, line);
    if (!possible.ok) return possible;
    const signed = await takeSignature(tx, context, actor, {
      signingId,
      meanings: ['approval', 'responsibility'],
      subject: { kind: 'disposal', id: row.id },
      shown: shownOfDisposal(disposalCase),
      statement: {
        ...{ step: 'settle-difference', found, quantity: line.quantity, location: line.locationCode, reason },
        ...(reasonCode && { reasonCode }),
      },
      policyIds: row.policyIds,
      about: { lotId: row.lotId, siteId: hold.siteId },
    });
    if (!signed.ok) return signed;
    await recordDuty(tx, actor, { duty: 'settled', ...subject, at: context.clock.now() });
    await bookDifference(tx, context, actor, disposalCase, line, { found, reason, ...signed.value });
    return unhindered;
  });
}

async function mayBeSo(
  tx: Tx,
  disposalCase: DisposalCase,
  found: SettleDifferenceInput['found'],
  line: ResolvedStock,
): Promise<Result<void>> {
  const { row, lot, hold } = disposalCase;
  if (found === 'surplus')
    return reaches(hold, { lotId: row.lotId, siteId: line.siteId, locationId: line.locationId })
      ? allow(undefined)
      : refuse('stock.none-in-reach', `Hold ${hold.number} does not reach ${line.locationCode}`, '/location');
  const left = withinApproved(await readDisposalAccount(tx, row), line.quantity, lot.baseUnit);
  if (!left.ok) return left;
  return await standsUnrecorded(tx, disposalCase, [line]);
}

async function bookDifference(
  tx: Tx,
  context: OperationContext,
  actor: Actor,
  disposalCase: DisposalCase,
  line: ResolvedStock,
  { found, reason, signatureId }: { found: 'missing' | 'surplus'; reason: string; signatureId: string },
): Promise<void> {
  const { row } = disposalCase;
  const now = context.clock.now();
  const { locationId, ownerId, condition, quantity } = line;
  const change = found === 'missing' ? negate(quantity) : quantity;
  const stock = { lotId: row.lotId, ownerId, condition };
  const movementId = await writeMovement(tx, context, actor, {
    kind: 'count',
    happenedAt: now,
    subjectKind: 'disposal',
    subjectId: row.id,
    reason,
    lines: [
      { ...stock, locationId, quantity: change },
      { ...stock, locationId: await virtualPlace(tx, 'count_variance'), quantity: negate(change) },
    ],
  });
  const id = context.newId();
  await tx.insert(disposalDifferences).values({
    ...{ id, disposalId: row.id, found, locationId, ownerId, condition, quantity, reason, movementId, signatureId },
    settledBy: actor.caller.id,
    settledByName: actor.caller.name,
    settledFor: actor.caller.onBehalfOf?.id,
    settledForName: actor.caller.onBehalfOf?.name,
    settledAt: now,
  });
  await changeDisposal(tx, row.id, {});
  await endDisposalTasks(tx, context, actor, {
    ...{ disposalId: row.id, kinds: ['settle_exception'] },
    ...{ as: 'settled', note: reason },
  });
  await writeWriteOffs(tx, context, actor, disposalCase, {
    cause: { differenceId: id },
    movementId,
    happenedAt: now,
    lines: [{ ...line, owner: line.ownerCode, quantity: negate(change) }],
  });
  await writeAudit(tx, context, actor, [
    {
      ...auditOfDisposal(disposalCase),
      action: 'disposal.difference_settled',
      reason,
      after: { number: row.number, found, quantity, location: line.locationCode, owner: line.ownerCode, signatureId },
    },
  ]);
}
