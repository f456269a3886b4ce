import { add, isZero, type Quantity } from './quantity.ts';

/** Why quantity moved. */
export const movementKinds = [
  'receipt',
  'put_away',
  'move',
  'release',
  'pick',
  'shipment',
  'delivery',
  'transfer_departure',
  'transfer_arrival',
  'title_transfer',
  'transformation',
  'return',
  'restock',
  'disposal',
  'return_to_supplier',
  'count',
  'correction',
] as const;
export type MovementKind = (typeof movementKinds)[number];

/** The places that are no place: the other side of each entry whose quantity comes from or goes to outside the shelves. */
export const virtualPlaceKinds = [
  'supplier',
  'in_transit',
  'customer',
  'consumed',
  'produced',
  'disposed',
  'count_variance',
] as const;
export type VirtualPlaceKind = (typeof virtualPlaceKinds)[number];

/** Real places in a site. */
export const locationKinds = [
  'receiving_dock',
  'cooler',
  'freezer',
  'dry_storage',
  'pack_room',
  'staging',
  'quarantine_cage',
  'returns_dock',
] as const;
export type LocationKind = (typeof locationKinds)[number];

/** One side of an entry: what a place gained (positive) or lost (negative) of a lot. */
export type MovementLine = { lotId: string; quantity: Quantity };

/** Law 3: the lines of a movement sum to zero for each lot. Answers the lots that do not. */
export function lotsOutOfBalance(lines: readonly MovementLine[]): readonly string[] {
  const sums = new Map<string, Quantity>();
  for (const { lotId, quantity } of lines) sums.set(lotId, add(sums.get(lotId) ?? '0', quantity));
  return [...sums].filter(([, sum]) => !isZero(sum)).map(([lotId]) => lotId);
}

export const sumsToZero = (lines: readonly MovementLine[]): boolean => lotsOutOfBalance(lines).length === 0;
