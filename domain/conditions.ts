/** What stock is in itself. A hold changes none of these: *quarantined* is derived while any hold reaches the stock. */
export const conditions = ['received', 'pending_inspection', 'approved', 'returned'] as const;
export type Condition = (typeof conditions)[number];

/** What people are shown: the condition, unless a hold, a reservation or a departure says more. */
export const stockStates = [
  'received',
  'pending_inspection',
  'approved',
  'allocated',
  'quarantined',
  'shipped',
  'returned',
  'disposed',
] as const;
export type StockState = (typeof stockStates)[number];

/** Of these, what stock at a place of ours can be in while nothing is reserved. */
export const standingStates = ['received', 'pending_inspection', 'approved', 'quarantined', 'returned'] as const;
export type StandingState = (typeof standingStates)[number];

/** Stock at a place of ours, as the derivation of its state needs it. */
export type StockStanding = { condition: Condition; held: boolean; reserved: boolean };

/** The state of stock that stands at a location. A hold outranks a reservation, because it has taken the reservation away. */
export function stateOf({ condition, held, reserved }: StockStanding): StockState {
  if (held) return 'quarantined';
  return reserved && condition === 'approved' ? 'allocated' : condition;
}
