/** What can be done to the stock of a lot. */
export const lotActions = [
  'receive',
  'complete_record',
  'put_away',
  'move',
  'release',
  'release_urgently',
  'hold',
  'lift',
  'allocate',
  'pick',
  'ship',
  'deliver',
  'return',
  'restock',
  'dispose',
  'return_to_supplier',
] as const;
export type LotAction = (typeof lotActions)[number];

/** What an act has to rest on. */
export const lotEvidence = [
  'receipt_line',
  'complete_record',
  'storage_location',
  'reason',
  'passed_inspection',
  'release_approval',
  'finished_decision',
  'order_line',
  'reservation',
  'departure',
  'proof_of_delivery',
  'return_authorisation',
  'confirmation',
] as const;
export type LotEvidence = (typeof lotEvidence)[number];
