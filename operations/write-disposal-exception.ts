import type { Tx } from '#db/connect.ts';
import { nextStageDue } from './change-disposal.ts';
import type { Actor, OperationContext } from './context.ts';
import { auditOfDisposal, type DisposalCase, subjectOfDisposal } from './disposal-case.ts';
import { addDisposalTasks, openDisposalTasks } from './disposal-tasks.ts';
import { writeAudit } from './write-audit.ts';
import type { Problem } from './write-exception.ts';

/**
 * Lets quality management know that a disposal cannot go on by itself: a task that says why, unless one is open already, and
 * the trail. Nothing else changes; the goods stay held.
 */
export async function writeDisposalException(
  tx: Tx,
  context: OperationContext,
  actor: Actor,
  disposalCase: DisposalCase,
  problem: Problem,
): Promise<void> {
  const { row } = disposalCase;
  const open = await openDisposalTasks(tx, row.id);
  if (!open.some((task) => task.kind === 'settle_exception'))
    await addDisposalTasks(tx, context, disposalCase, [
      {
        kind: 'settle_exception',
        title: `Settle ${row.number} of ${subjectOfDisposal(disposalCase)}: it cannot go on`,
        detail: problem.message,
        dueAt: nextStageDue(row, context.clock.now()),
      },
    ]);
  await writeAudit(tx, context, actor, [
    {
      ...auditOfDisposal(disposalCase),
      action: 'disposal.exception_raised',
      reason: problem.message,
      after: { number: row.number, ...problem },
    },
  ]);
}
