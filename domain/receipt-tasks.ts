import type { ReceiptDefect } from './receipt-facts.ts';
import { type TaskKind, type Team, taskRouting } from './tasks.ts';

/** What completes a receipt, and within how many hours: a day for what a recall's trace would miss. */
const receiptTasks: { readonly [Kind in TaskKind]?: { title: string; dueAfterHours: number } } = {
  attach_announced_certificate: { title: 'Attach the announced certificate', dueAfterHours: 48 },
  complete_traceability_lot_code: { title: 'Complete the traceability lot code', dueAfterHours: 24 },
  complete_traceability_source: { title: 'Complete the source of the traceability lot code', dueAfterHours: 24 },
  reconcile_purchase_order: { title: 'Reconcile with the purchase order', dueAfterHours: 48 },
  reconcile_advance_notice: { title: 'Reconcile with the advance notice', dueAfterHours: 48 },
};

export type ReceiptTask = { kind: TaskKind; team: Team; title: string; dueAfterHours: number };

/** The task that a defect makes. The check of receipts names no kind without a row above, so another is a fault. */
export function receiptTaskOf({ task: kind }: ReceiptDefect & { kind: 'task' }): ReceiptTask {
  const task = receiptTasks[kind];
  if (!task) throw new Error(`A receipt makes no task "${kind}"`);
  return { kind, team: taskRouting[kind].team, ...task };
}
