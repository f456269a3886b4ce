/** How goods are destroyed. Permanent: certificates name them. */
export const destructionMethods = [
  'incineration',
  'rendering',
  'composting',
  'anaerobic_digestion',
  'denaturing',
  'landfill',
  'shredding',
  'other',
] as const;
export type DestructionMethod = (typeof destructionMethods)[number];

/**
 * Where one run of a destruction stands. awaiting_witness: recorded, and not booked before the witness has signed; blocked:
 * nothing is missing but the booking was refused, an exception task says why; refused: by its witness; struck: taken back
 * because it can never be booked.
 */
export const destructionStates = ['awaiting_witness', 'blocked', 'booked', 'refused', 'struck'] as const;
export type DestructionState = (typeof destructionStates)[number];

/** What proves a destruction. Which of them a disposal asks for is policy. */
export const destructionPaperKinds = [
  'certificate_of_destruction',
  'photo',
  'weighbridge_ticket',
  'transport_document',
] as const;
export type DestructionPaperKind = (typeof destructionPaperKinds)[number];

/** What was there and not in the books, or in the books and not there. */
export const differenceKinds = ['missing', 'surplus'] as const;
export type DifferenceKind = (typeof differenceKinds)[number];
