import { eq } from 'drizzle-orm';
import type { Tx } from '#db/connect.ts';
import { destructions } from '#db/schema/destructions.ts';
import { maySettleDisposal } from '#domain/disposal.ts';
import type { DisposalAnswer, SettleDisposalInput } from '#domain/disposal-steps.ts';
import { allow, type Result, refuse } from '#domain/result.ts';
import { bookDestruction } from './book-destruction.ts';
import { changeDisposal } from './change-disposal.ts';
import { giveReason } from './check-reason-code.ts';
import type { Actor, Command, OperationContext } from './context.ts';
import { auditOfDisposal, type DisposalCase, dutySubjectOfDisposal, policyScopeOfDisposal } from './disposal-case.ts';
import { endDisposalTasks, openDisposalTasks } from './disposal-tasks.ts';
import { recordDuty } from './record-duty.ts';
import { refuseMeeting } from './refuse-meeting.ts';
import type { Answer } from './run-command.ts';
import { takeDisposalStep, unhindered } from './take-disposal-step.ts';
import { writeAudit } from './write-audit.ts';

/**
 * Settles what keeps a disposal from going on: books the runs that could not be booked, or strikes them, so that what was
 * destroyed is recorded anew. Where no run is blocked, trying again says that somebody has seen to it.
 */
export function settleDisposalException(
  context: OperationContext,
  command: Command<SettleDisposalInput>,
): Promise<Answer<DisposalAnswer>> {
  const { settlement, reason, reasonCode } = command.input;
  return takeDisposalStep(context, 'settle-disposal-exception', command, async (tx, asked, disposalCase) => {
    const { row, disposal, runs } = disposalCase;
    const may = maySettleDisposal(asked.caller, disposal, { settlement, reason });
    if (!may.ok) return may;
    const subject = dutySubjectOfDisposal(disposalCase);
    const struck = settlement === 'strike';
    const apart = struck ? await refuseMeeting(tx, asked.caller, { duty: 'settled', ...subject }) : allow(undefined);
    if (!apart.ok) return apart;
    const scopes = [policyScopeOfDisposal(disposalCase)];
    const given = await giveReason(tx, context, asked, { list: 'exception', reason, reasonCode, scopes });
    if (!given.ok) return given;
    const actor = given.value;
    const exceptions = (await openDisposalTasks(tx, row.id)).filter((task) => task.kind === 'settle_exception');
    const blocked = runs.filter((run) => run.state === 'blocked');
    if (blocked.length === 0 && (struck || exceptions.length === 0))
      return refuse('disposal.nothing-to-settle', `Nothing is in the way of ${row.number}`);
    const done = struck ? await strike(tx, blocked) : await bookAll(tx, context, actor, disposalCase, blocked);
    if (!done.ok) return done;
    if (struck) await recordDuty(tx, actor, { duty: 'settled', ...subject, at: context.clock.now() });
    await changeDisposal(tx, row.id, {});
    await endDisposalTasks(tx, context, actor, {
      ...{ disposalId: row.id, kinds: ['settle_exception'] },
      ...{ as: 'settled', note: reason },
    });
    await writeAudit(tx, context, actor, [
      {
        ...auditOfDisposal(disposalCase),
        action: 'disposal.exception_settled',
        reason,
        after: { number: row.number, settlement, runs: blocked.map(({ run }) => run) },
      },
    ]);
    return unhindered;
  });
}

async function strike(tx: Tx, blocked: DisposalCase['runs']): Promise<Result<void>> {
  for (const { id } of blocked) await tx.update(destructions).set({ state: 'struck' }).where(eq(destructions.id, id));
  return allow(undefined);
}

async function bookAll(
  tx: Tx,
  context: OperationContext,
  actor: Actor,
  disposalCase: DisposalCase,
  blocked: DisposalCase['runs'],
): Promise<Result<void>> {
  for (const run of blocked) {
    const booked = await bookDestruction(tx, context, actor, disposalCase, run);
    if (!booked.ok) return booked;
  }
  return allow(undefined);
}
