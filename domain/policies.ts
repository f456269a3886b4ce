import { type CertificateKind, certificateKinds } from './certificates.ts';

/** Where a policy may be set, the most specific first. */
export const policyScopeKinds = ['item', 'category', 'site', 'entity', 'jurisdiction', 'global'] as const;
export type PolicyScopeKind = (typeof policyScopeKinds)[number];

/** Every rule a distributor may set for itself. Permanent: rows, audit entries and contracts name them. */
export const policyKeys = [
  'supplier_risk_limit',
  'temperature_minutes_allowed',
  'shelf_life_tolerance_days',
  'required_certificates',
  'certificate_may_follow',
  'inspection_waived',
  'review_remind_after_minutes',
  'review_escalate_after_minutes',
  'review_extension_max_days',
  'late_report_window_days',
  'purchase_order_tolerance_percent',
  'count_variance_tolerance_percent',
  'release_approvals',
  'disposal_approvals',
  'document_max_bytes',
  'last_day_of_use',
] as const;
export type PolicyKey = (typeof policyKeys)[number];

/** The words of the policy `last_day_of_use`. */
export const lastDaysOfUse = ['expiry date', 'day before expiry'] as const;

/** Which way is stricter: where law sets a floor, a narrower policy may only go this way. */
type Stricter = 'lower' | 'higher' | 'false' | 'more' | 'none';

/** `places` is how many decimals a number may have; numbers are kept as decimal strings. */
export type PolicyDefinition =
  | { type: 'number'; unit: string; least: string; most: string; places: number }
  | { type: 'switch' }
  | { type: 'choice'; options: readonly string[] }
  | { type: 'list'; options: readonly string[] };

type Described<Value> = { stricter: Stricter; installed: Value; meaning: string };

const number = (unit: string, least: string, most: string, places: number) =>
  ({ type: 'number', unit, least, most, places }) as const;

/** Unit, bounds, meaning and installed value of every policy: what holds until somebody sets another. */
export const policyCatalogue = {
  supplier_risk_limit: {
    ...number('score', '0', '100', 2),
    stricter: 'lower',
    installed: '70',
    meaning: 'A receipt from a supplier with a higher risk score is held',
  },
  temperature_minutes_allowed: {
    ...number('minutes', '0', '1440', 2),
    stricter: 'lower',
    installed: '30',
    meaning: "Stock longer than this outside the item's range is held",
  },
  shelf_life_tolerance_days: {
    ...number('days', '0', '365', 0),
    stricter: 'lower',
    installed: '7',
    meaning: "A receipt whose dates differ from the item's shelf life by more is held",
  },
  required_certificates: {
    type: 'list',
    options: certificateKinds,
    stricter: 'more',
    installed: ['certificate_of_analysis'],
    meaning: 'What a supplier has to give with each lot; a receipt without is held',
  },
  certificate_may_follow: {
    type: 'switch',
    stricter: 'false',
    installed: true,
    meaning: 'A required certificate that is announced lands with a task instead of a hold',
  },
  inspection_waived: {
    type: 'switch',
    stricter: 'false',
    installed: false,
    meaning: 'Stock is approved when put away, even if the item asks for inspection',
  },
  // Parts of a minute are allowed so that a process can be tried in seconds.
  review_remind_after_minutes: {
    ...number('minutes', '0.001', '43200', 4),
    stricter: 'lower',
    installed: '1440',
    meaning: 'An open quarantine review is brought to mind again after this time',
  },
  review_escalate_after_minutes: {
    ...number('minutes', '0.001', '129600', 4),
    stricter: 'lower',
    installed: '2880',
    meaning: 'An open quarantine review goes to quality management after this time; it is due then',
  },
  review_extension_max_days: {
    ...number('days', '1', '90', 0),
    stricter: 'lower',
    installed: '14',
    meaning: 'How far ahead of today a quarantine review may be extended',
  },
  late_report_window_days: {
    ...number('days', '0', '365', 0),
    stricter: 'lower',
    installed: '7',
    meaning: 'How long after it happened a fact may be reported',
  },
  purchase_order_tolerance_percent: {
    ...number('percent', '0', '100', 2),
    stricter: 'lower',
    installed: '2',
    meaning: 'A received quantity further from the order or the advance notice makes a task',
  },
  count_variance_tolerance_percent: {
    ...number('percent', '0', '100', 2),
    stricter: 'lower',
    installed: '2',
    meaning: 'Stock counted with a larger variance is held',
  },
  release_approvals: {
    ...number('people', '1', '2', 0),
    stricter: 'higher',
    installed: '1',
    meaning: 'How many approve a release, none of whom received or inspected',
  },
  disposal_approvals: {
    ...number('people', '1', '3', 0),
    stricter: 'higher',
    installed: '2',
    meaning: 'How many people confirm a disposal',
  },
  document_max_bytes: {
    ...number('bytes', '1', '1073741824', 0),
    stricter: 'none',
    installed: '26214400',
    meaning: 'The largest document or photo that is stored',
  },
  last_day_of_use: {
    type: 'choice',
    options: lastDaysOfUse,
    stricter: 'none',
    installed: 'expiry date',
    meaning: 'The last day on which a lot may be used, in the time zone of its site',
  },
} as const satisfies { [Key in PolicyKey]: PolicyDefinition & Described<string | boolean | readonly string[]> };

type Catalogue = typeof policyCatalogue;

/** What a policy's value is: numbers are decimal strings, switches booleans, lists arrays of words. */
export type PolicyValue<Key extends PolicyKey> = Key extends 'required_certificates'
  ? readonly CertificateKind[]
  : Catalogue[Key] extends { type: 'switch' }
    ? boolean
    : Key extends 'last_day_of_use'
      ? (typeof lastDaysOfUse)[number]
      : string;
