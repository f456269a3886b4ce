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
