import type { ReceiptDefect } from './receipt-facts.ts';
import type { TaskKind, Team } from './tasks.ts';

export type ReceiptTaskKind = Extract<
  TaskKind,
  | 'attach_announced_certificate'
  | 'complete_traceability_lot_code'
  | 'complete_traceability_source'
  | 'reconcile_purchase_order'
  | 'reconcile_advance_notice'
>;

/** Who completes what a receipt lacks, and within how many hours. A day for what keeps goods from being sold. */
export const receiptTasks: Record<ReceiptTaskKind, { team: Team; dueAfterHours: number; title: string }> = {
  attach_announced_certificate: { team: 'quality', dueAfterHours: 48, title: 'Attach the announced certificate' },
  complete_traceability_lot_code: { team: 'quality', dueAfterHours: 24, title: 'Complete the traceability lot code' },
  complete_traceability_source: {
    team: 'quality',
    dueAfterHours: 24,
    title: 'Complete the source of the traceability lot code',
  },
  reconcile_purchase_order: { team: 'order_desk', dueAfterHours: 48, title: 'Reconcile with the purchase order' },
  reconcile_advance_notice: { team: 'order_desk', dueAfterHours: 48, title: 'Reconcile with the advance notice' },
};

/** The task a defect makes. The check of receipts names no other kinds, so another one is a fault. */
export function receiptTaskOf(defect: ReceiptDefect & { kind: 'task' }): (typeof receiptTasks)[ReceiptTaskKind] & {
  kind: ReceiptTaskKind;
} {
  const kinds = Object.keys(receiptTasks) as ReceiptTaskKind[]; // the keys of the table above, nothing else
  const kind = kinds.find((known) => known === defect.task);
  if (!kind) throw new Error(`A receipt makes no task "${defect.task}"`);
  return { kind, ...receiptTasks[kind] };
}
