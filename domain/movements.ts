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
