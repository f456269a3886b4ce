import type { StockState } from './conditions.ts';
import type { LotAction, LotEvidence } from './lot-actions.ts';
import type { Right } from './rights.ts';
import type { Team } from './tasks.ts';

/** What an act leaves behind, beside its audit entry and its outbox row where a process begins. */
type Written = 'movement' | 'lot' | 'receipt' | 'reservation' | 'hold' | 'review' | 'task' | 'shipment' | 'return';

/** Where an act leads: a condition, out of our hands, or where it was. `inspection` is decided by whether one is asked for. */
type Target =
  | 'received'
  | 'inspection'
  | 'approved'
  | 'returned'
  | 'shipped'
  | 'disposed'
  | 'with_supplier'
  | 'unchanged';

export type LotTransition = {
  /** The states people see in which it may be done; `expected` is before the goods are here. */
  from: readonly (StockState | 'expected')[];
  to: Target;
  /** Who may trigger it. */
  right: Right;
  evidence: readonly LotEvidence[];
  writes: readonly Written[];
  tells: readonly Team[];
  /** What held stock asks for in addition; held stock may not be touched where this is missing and `from` lacks quarantined. */
  whenHeld?: { right: Right; evidence: readonly LotEvidence[] };
};

/** The table of transitions: the only one. What it does not list is not allowed. */
export const lotTransitions: Record<LotAction, LotTransition> = {
  receive: {
    from: ['expected'],
    to: 'received',
    right: 'receipt.create',
    evidence: ['receipt_line'],
    writes: ['receipt', 'lot', 'movement', 'task', 'hold', 'review'],
    tells: ['quality', 'warehouse'],
  },
  // For stock that was put away before its record was complete.
  complete_record: {
    from: ['received'],
    to: 'inspection',
    right: 'stock.move',
    evidence: ['complete_record', 'storage_location'],
    writes: ['movement'],
    tells: ['quality'],
  },
  put_away: {
    from: ['received'],
    to: 'inspection',
    right: 'stock.move',
    evidence: ['storage_location'],
    writes: ['movement'],
    tells: ['quality'],
  },
  move: {
    from: ['received', 'pending_inspection', 'approved', 'returned', 'quarantined'],
    to: 'unchanged',
    right: 'stock.move',
    evidence: ['storage_location'],
    writes: ['movement'],
    tells: ['warehouse'],
    whenHeld: { right: 'stock.move-held', evidence: ['reason'] },
  },
  release: {
    from: ['pending_inspection'],
    to: 'approved',
    right: 'release.approve',
    evidence: ['passed_inspection', 'release_approval'],
    writes: ['movement'],
    tells: ['warehouse', 'order_desk'],
  },
  // Before the results are in, which are owed still.
  release_urgently: {
    from: ['pending_inspection'],
    to: 'approved',
    right: 'release.urgent',
    evidence: ['reason', 'release_approval'],
    writes: ['movement', 'task'],
    tells: ['quality', 'warehouse', 'order_desk'],
  },
  // A row, not a movement: it changes no condition, and may be one of several.
  hold: {
    from: ['received', 'pending_inspection', 'approved', 'allocated', 'returned', 'quarantined'],
    to: 'unchanged',
    right: 'hold.place',
    evidence: ['reason'],
    writes: ['hold', 'review', 'task', 'reservation'],
    tells: ['quality', 'warehouse', 'order_desk'],
  },
  // The last one gives back exactly the condition there was, never more.
  lift: {
    from: ['quarantined'],
    to: 'unchanged',
    right: 'review.decide',
    evidence: ['finished_decision'],
    writes: ['hold', 'review', 'task'],
    tells: ['warehouse', 'order_desk'],
  },
  allocate: {
    from: ['approved'],
    to: 'unchanged',
    right: 'order.allocate',
    evidence: ['order_line'],
    writes: ['reservation'],
    tells: ['warehouse'],
  },
  pick: {
    from: ['allocated'],
    to: 'unchanged',
    right: 'stock.pick',
    evidence: ['reservation'],
    writes: ['movement'],
    tells: ['transport'],
  },
  ship: {
    from: ['allocated'],
    to: 'shipped',
    right: 'shipment.record',
    evidence: ['reservation', 'departure'],
    writes: ['movement', 'shipment', 'reservation'],
    tells: ['transport', 'finance'],
  },
  deliver: {
    from: ['shipped'],
    to: 'unchanged',
    right: 'shipment.record',
    evidence: ['proof_of_delivery'],
    writes: ['movement', 'shipment'],
    tells: ['finance'],
  },
  return: {
    from: ['shipped'],
    to: 'returned',
    right: 'return.receive',
    evidence: ['return_authorisation'],
    writes: ['movement', 'return', 'task'],
    tells: ['quality', 'finance'],
  },
  restock: {
    from: ['returned'],
    to: 'approved',
    right: 'return.decide',
    evidence: ['passed_inspection', 'finished_decision'],
    writes: ['movement', 'return'],
    tells: ['warehouse', 'finance'],
  },
  dispose: {
    from: ['quarantined', 'returned'],
    to: 'disposed',
    right: 'disposal.destroy',
    evidence: ['finished_decision', 'confirmation'],
    writes: ['movement', 'hold', 'review', 'task'],
    tells: ['quality', 'finance'],
  },
  return_to_supplier: {
    from: ['quarantined', 'returned'],
    to: 'with_supplier',
    right: 'outcome.confirm',
    evidence: ['finished_decision', 'confirmation'],
    writes: ['movement', 'hold', 'review', 'task'],
    tells: ['quality', 'finance', 'order_desk'],
  },
};
