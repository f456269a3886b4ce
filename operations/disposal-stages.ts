import type { Tx } from '#db/connect.ts';
import type { TaskKind } from '#domain/tasks.ts';
import type { OperationContext } from './context.ts';
import { type DisposalCase, subjectOfDisposal } from './disposal-case.ts';
import { addDisposalTasks } from './disposal-tasks.ts';

/** Asks the people whom a disposal waits for, as it stands: a task for each approval, or one for the stage it is in. */
export async function askForStage(tx: Tx, context: OperationContext, disposalCase: DisposalCase): Promise<void> {
  const { row, lot } = disposalCase;
  const about = subjectOfDisposal(disposalCase);
  const detail = `${row.decidedByName} decided ${row.number}: ${row.reason}`;
  const { dueAt } = row;
  const ask = (kind: TaskKind, title: string, text = detail) => ({ kind, title, detail: text, dueAt });
  const asked = {
    awaiting_approval: () =>
      Array.from({ length: row.approvalsNeeded }, (_, index) =>
        ask(
          'approve_disposal',
          row.approvalsNeeded > 1
            ? `Approve disposal of ${about} (${index + 1} of ${row.approvalsNeeded})`
            : `Approve disposal of ${about}`,
        ),
      ),
    approved: () => [
      ask('destroy_goods', `Destroy ${about}`, `${row.number}: ${row.quantity} ${lot.baseUnit}. ${row.witnessReason}`),
    ],
    destroyed: () => [
      ask('add_destruction_papers', `Add the papers of ${row.number}`, `Missing: see the disposal of ${about}`),
    ],
    closed: () => [],
    withdrawn: () => [],
  }[row.state]();
  await addDisposalTasks(tx, context, disposalCase, asked);
}
