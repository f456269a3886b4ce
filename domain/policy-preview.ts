import { Decimal } from 'decimal.js';
import type { PolicyKey } from './policies.ts';
import { above, cannot, openFor, type PolicyPreview, secondPerson, unless } from './policy-observations.ts';

const workingTime = cannot(
  'It counts in the working time of the site of a task, of which the calendar of then is not kept',
);
const elsewhere = cannot('GET /v1/retention/documents shows what retention keeps and removes under the present value');

/** How each policy is previewed, or why it cannot be. A new policy does not compile until somebody has said so. */
export const policyPreviews: Record<PolicyKey, PolicyPreview> = {
  supplier_risk_limit: {
    observes: 'receipt_line',
    effect: 'held',
    method: "Received lines, by their supplier's risk score as it is now",
    judge: (value, { riskScore }) => above(riskScore, value),
  },
  shelf_life_tolerance_days: {
    observes: 'receipt_line',
    effect: 'held',
    method: "Received lines with both dates, by how far these differ from the item's shelf life",
    judge: (value, { shelfLifeDeviationDays }) => above(shelfLifeDeviationDays, value),
  },
  last_day_of_use: {
    observes: 'receipt_line',
    effect: 'held',
    method: 'Received lines with an expiry date, by the day on which they arrived',
    judge: (value, { daysLeft }) => (daysLeft === null ? null : daysLeft < (value === 'expiry date' ? 0 : 1)),
  },
  required_certificates: {
    observes: 'receipt_line',
    effect: 'held',
    method: 'Received lines, by the certificates that their lot has now',
    judge: (value, { certificates }) =>
      certificates === null || !Array.isArray(value) ? null : value.some((kind) => !certificates.includes(kind)),
  },
  late_report_window_days: {
    observes: 'receipt_line',
    effect: 'refused',
    method: 'Received lines, by how long after the goods came they were reported',
    judge: (value, { daysLate }) => above(daysLate, value),
  },
  remaining_shelf_life_min_days: {
    observes: 'stock',
    effect: 'withheld',
    method: 'Lots on hand now with an expiry date, by the days they have left',
    judge: (value, { daysLeft }) => (daysLeft === null ? null : new Decimal(daysLeft).lessThan(String(value))),
  },
  document_max_bytes: {
    observes: 'document',
    effect: 'refused',
    method: 'Documents stored, by their size',
    judge: (value, { sizeBytes }) => above(sizeBytes, value),
  },
  reason_code_required: {
    observes: 'hold_by_hand',
    effect: 'refused',
    method: 'Holds placed by hand, by whether a code of the list was given',
    judge: (value, { reasonCode }) => value === true && reasonCode === null,
  },
  review_remind_after_minutes: openFor('quarantine_review', 'reminded', 'Quarantine reviews opened'),
  review_escalate_after_minutes: openFor('quarantine_review', 'escalated', 'Quarantine reviews opened'),
  policy_change_remind_after_minutes: openFor('policy_change', 'reminded', 'Proposals'),
  policy_change_escalate_after_minutes: openFor('policy_change', 'escalated', 'Proposals'),
  policy_change_expire_after_minutes: openFor('policy_change', 'lapsed', 'Proposals'),
  temperature_minutes_allowed: {
    observes: 'exposure',
    effect: 'held',
    method:
      'Each lot at each place with readings in the time, by the longest time that a sensor saw it outside its range, reckoned anew from readings and ledger',
    judge: (value, { minutesOutside }) => above(minutesOutside, value),
  },
  required_supplier_certificates: cannot('Which certificates a supplier had when goods came is not kept with them'),
  certificate_expiry_warning_days: cannot(
    'It says when people are told of a paper, and what they would have done then is not known',
  ),
  certificate_may_follow: cannot('Whether a certificate was announced at receipt is not kept once it has come'),
  inspection_waived: {
    observes: 'receipt_line',
    effect: 'inspected',
    method: 'Received lines of items that ask for an inspection; what it would have found is not known',
    judge: (value, { inspected }) => inspected && value === false,
  },
  purchase_order_tolerance_percent: cannot('What an order still expected when the goods came is not kept'),
  count_variance_tolerance_percent: cannot('No counts are recorded yet'),
  sampling_level: cannot('What further samples would have shown is not known'),
  release_approvals: secondPerson('release', 'Releases opened, by whether one person or two would have been asked'),
  release_approvals_in_order: cannot('Who would have come second, and when, is not known'),
  urgent_release_allowed: unless(
    'release_decision',
    'urgent',
    'Decisions about releases, by whether the results were in',
  ),
  conditional_release_allowed: unless(
    'release_decision',
    'conditional',
    'Decisions about releases, by whether they set conditions',
  ),
  disposal_approvals: secondPerson(
    'disposal',
    'Disposals opened, by whether somebody beside the one who decided would have been asked',
  ),
  disposal_papers_required: {
    observes: 'disposal',
    effect: 'kept_open',
    method: 'Disposals opened, by the papers that they have now',
    judge: (value, { papers }) =>
      papers === null || !Array.isArray(value) ? null : value.some((kind) => !papers.includes(kind)),
  },
  master_data_minor_changes_alone: {
    observes: 'proposal',
    effect: 'second_person',
    method: 'Changes of single records that a person proposed, by whether they change nothing but names',
    judge: (value, { minor }) => minor && value === false,
  },
  disposal_witness_required: {
    observes: 'disposal',
    effect: 'witnessed',
    method: 'Disposals opened, whatever their goods were worth',
    judge: (value) => value === true,
  },
  disposal_witness_from_value: {
    observes: 'disposal',
    effect: 'witnessed',
    method: 'Disposals written off at a known cost, by the owner for whom it was most',
    judge: (value, { worth }) => (worth === null ? null : new Decimal(worth).greaterThanOrEqualTo(String(value))),
  },
  destruction_certificate_required: {
    observes: 'disposal',
    effect: 'kept_open',
    method: 'Disposals opened that have no certificate of destruction now',
    judge: (value, { papers }) => papers && value === true && !papers.includes('certificate_of_destruction'),
  },
  effectiveness_level_class_1: cannot('No recalls are recorded yet'),
  effectiveness_level_class_2: cannot('No recalls are recorded yet'),
  effectiveness_level_class_3: cannot('No recalls are recorded yet'),
  release_extension_max_days: cannot('Which extensions people would have asked for under another limit is not known'),
  disposal_extension_max_days: cannot('Which extensions people would have asked for under another limit is not known'),
  review_extension_max_days: {
    observes: 'extension',
    effect: 'refused',
    method: 'Extensions of quarantine reviews, by how far ahead they went; those that were refused are not known',
    judge: (value, { daysAhead }) => above(daysAhead, value),
  },
  release_remind_after_minutes: openFor('release', 'reminded', 'Releases opened'),
  release_escalate_after_minutes: openFor('release', 'escalated', 'Releases opened'),
  release_due_after_minutes: openFor('release', 'held', 'Releases opened'),
  disposal_remind_after_minutes: openFor('disposal', 'reminded', 'Approvals of disposals opened'),
  disposal_escalate_after_minutes: openFor('disposal', 'escalated', 'Approvals of disposals opened'),
  master_data_change_remind_after_minutes: openFor('proposal', 'reminded', 'Proposals of master data'),
  master_data_change_escalate_after_minutes: openFor('proposal', 'escalated', 'Proposals of master data'),
  master_data_change_expire_after_minutes: openFor('proposal', 'lapsed', 'Proposals of master data'),
  task_remind_after_minutes: workingTime,
  task_escalate_after_minutes: workingTime,
  task_escalate_again_after_minutes: workingTime,
  notification_retry_after_minutes: cannot('Which notices would have been delivered sooner is not known'),
  notification_give_up_after_minutes: cannot('Which notices would have been delivered later is not known'),
  document_retention_years: elsewhere,
  unlinked_document_retention_days: elsewhere,
  orphan_file_grace_hours: cannot('Files without a document are known only while they are swept'),
  session_retention_days: cannot('What is forgotten is not kept to be counted'),
  command_answer_retention_days: cannot('What is forgotten is not kept to be counted'),
  notification_retention_days: cannot('What is forgotten is not kept to be counted'),
};
