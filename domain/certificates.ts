/** The papers a supplier gives with goods. */
export const certificateKinds = [
  'certificate_of_analysis',
  'certificate_of_conformity',
  'certificate_of_origin',
  'health_certificate',
  'organic_certificate',
  'kosher_certificate',
  'halal_certificate',
  'allergen_statement',
] as const;
export type CertificateKind = (typeof certificateKinds)[number];

/** announced: the supplier says it follows; given: its number or document is here; withdrawn: its issuer took it back. */
export const certificateStates = ['announced', 'given', 'withdrawn'] as const;
export type CertificateState = (typeof certificateStates)[number];

/** What a paper about a supplier itself, rather than about one of its lots, certifies. */
export const certificateSchemes = [
  'food_safety_audit',
  'organic',
  'kosher',
  'halal',
  'facility_registration',
  'liability_insurance',
] as const;
export type CertificateScheme = (typeof certificateSchemes)[number];
