import { certificateKinds, certificateSchemes } from './certificates.ts';
import { type DescribedPolicy, number, permitted } from './policy-definition.ts';

/** The words of the policy `last_day_of_use`. */
const lastDaysOfUse = ['expiry date', 'day before expiry'] as const;

/** What is checked when goods arrive, stand and are counted. */
export const receivingPolicies = {
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
  remaining_shelf_life_min_days: {
    ...number('days', '0', '3650', 0),
    stricter: 'higher',
    installed: '0',
    meaning: 'A lot with fewer days left until its last day of use is promised to nobody',
  },
  last_day_of_use: {
    type: 'choice',
    options: lastDaysOfUse,
    stricter: 'none',
    installed: 'expiry date',
    meaning: 'The last day on which a lot may be used, in the time zone of its site',
  },
  required_certificates: {
    type: 'list',
    options: certificateKinds,
    stricter: 'more',
    installed: ['certificate_of_analysis'],
    meaning: 'What a supplier has to give with each lot; a receipt without is held',
  },
  required_supplier_certificates: {
    type: 'list',
    options: certificateSchemes,
    stricter: 'more',
    installed: [],
    meaning: 'What a supplier has to be certified for, valid on the day of the receipt; a receipt without is held',
  },
  certificate_expiry_warning_days: {
    ...number('days', '0', '365', 0),
    stricter: 'higher',
    installed: '60',
    meaning: "So long before a supplier's certificate ends, a task asks for the one that follows",
  },
  certificate_may_follow: permitted(
    true,
    'A required certificate that is announced lands with a task instead of a hold',
  ),
  inspection_waived: permitted(false, 'Stock is approved when put away, even if the item asks for inspection'),
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
} as const satisfies Record<string, DescribedPolicy>;
