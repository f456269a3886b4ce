/** What can be done to the stock of a lot. */
export const lotActions = [
  'receive',
  'complete-record',
  'put-away',
  'move',
  'release',
  'hold',
  'lift',
  'allocate',
  'pick',
  'ship',
  'deliver',
  'return',
  'restock',
  'dispose',
  'return-to-supplier',
] as const;
export type LotAction = (typeof lotActions)[number];
