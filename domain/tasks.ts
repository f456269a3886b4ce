/** Who a task is routed to at its site. `warehouse` is what the lifecycle calls operations. */
export const teams = [
  'quality',
  'quality_management',
  'warehouse',
  'order_desk',
  'transport',
  'finance',
  'recall',
] as const;
export type Team = (typeof teams)[number];

/** What a person is asked to do. Permanent: lists, links and statistics hang on them. */
export const taskKinds = [
  'attach_announced_certificate',
  'complete_traceability_lot_code',
  'complete_traceability_source',
  'reconcile_purchase_order',
  'reconcile_advance_notice',
  'decide_quarantine_review',
  'decide_escalated_review',
  'confirm_disposal',
  'confirm_return_to_supplier',
  'settle_exception',
] as const;
export type TaskKind = (typeof taskKinds)[number];

export const taskStates = ['open', 'claimed', 'settled', 'cancelled'] as const;
export type TaskState = (typeof taskStates)[number];
