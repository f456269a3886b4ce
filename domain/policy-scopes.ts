import type { PolicyKey, PolicyScopeKind } from './policies.ts';
import type { PolicyScope } from './policy-resolution.ts';
import { allow, type Result, refuse } from './result.ts';

const all = ['item', 'category', 'site', 'entity', 'jurisdiction', 'global'] as const;
/** A hold, its review and its disposal are about goods of several owners at once. */
const goods = ['item', 'category', 'site', 'jurisdiction', 'global'] as const;
const places = ['site', 'entity', 'jurisdiction', 'global'] as const;
const sites = ['site', 'jurisdiction', 'global'] as const;
const categories = ['category', 'global'] as const;
const installation = ['global'] as const;

/** For what each policy may be set: exactly what is asked about where it is followed, so that none is set where nobody reads it. */
export const policyScopes = {
  supplier_risk_limit: all,
  temperature_minutes_allowed: goods,
  shelf_life_tolerance_days: all,
  remaining_shelf_life_min_days: all,
  last_day_of_use: all,
  required_certificates: all,
  required_supplier_certificates: all,
  certificate_may_follow: all,
  inspection_waived: all,
  late_report_window_days: sites,
  purchase_order_tolerance_percent: all,
  count_variance_tolerance_percent: all,
  sampling_level: all,
  release_approvals: all,
  release_approvals_in_order: all,
  urgent_release_allowed: all,
  conditional_release_allowed: all,
  disposal_approvals: goods,
  disposal_witness_required: goods,
  disposal_witness_from_value: all,
  destruction_certificate_required: goods,
  disposal_papers_required: goods,
  effectiveness_level_class_1: all,
  effectiveness_level_class_2: all,
  effectiveness_level_class_3: all,
  master_data_minor_changes_alone: categories,
  reason_code_required: all,
  review_remind_after_minutes: goods,
  review_escalate_after_minutes: goods,
  review_extension_max_days: goods,
  release_remind_after_minutes: all,
  release_escalate_after_minutes: all,
  release_due_after_minutes: all,
  release_extension_max_days: all,
  disposal_remind_after_minutes: goods,
  disposal_escalate_after_minutes: goods,
  disposal_extension_max_days: goods,
  policy_change_remind_after_minutes: places,
  policy_change_escalate_after_minutes: places,
  policy_change_expire_after_minutes: places,
  master_data_change_remind_after_minutes: categories,
  master_data_change_escalate_after_minutes: categories,
  master_data_change_expire_after_minutes: categories,
  task_remind_after_minutes: places,
  task_escalate_after_minutes: places,
  task_escalate_again_after_minutes: places,
  certificate_expiry_warning_days: installation,
  notification_retry_after_minutes: installation,
  notification_give_up_after_minutes: installation,
  document_max_bytes: installation,
  document_retention_years: all,
  unlinked_document_retention_days: installation,
  orphan_file_grace_hours: installation,
  session_retention_days: installation,
  command_answer_retention_days: installation,
  notification_retention_days: installation,
} as const satisfies Record<PolicyKey, readonly PolicyScopeKind[]>;

export const maySetFor = (key: PolicyKey, kind: PolicyScopeKind): boolean =>
  (policyScopes[key] as readonly PolicyScopeKind[]).includes(kind);

export const checkPolicyScope = (key: PolicyKey, kind: PolicyScopeKind, pointer: string): Result<void> =>
  maySetFor(key, kind)
    ? allow(undefined)
    : refuse(
        'policy.scope-not-followed',
        `${key} is set for ${policyScopes[key].join(', ')}, not for ${kind}`,
        pointer,
      );

/** The jurisdiction is that of the site. */
type Part = { item: 'itemId'; category: 'category'; site: 'siteId'; entity: 'entityId' };

/** What whoever reads a policy has to say: each part that it may be set for, null where there is none of it. */
export type ScopeOf<Key extends PolicyKey> = PolicyScope & {
  [Kind in Extract<(typeof policyScopes)[Key][number], keyof Part> as Part[Kind]]: string | null;
};
