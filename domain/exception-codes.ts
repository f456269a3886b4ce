import type { AutomaticHoldRule } from './holds.ts';
import type { ReceiptDefectCode } from './receipt-facts.ts';
import type { Right } from './rights.ts';
import { type TaskKind, type Team, taskRouting } from './tasks.ts';

/** Tasks that say that something did not go as it should, beside those of a receipt's defects. */
export const exceptionTaskKinds = [
  'settle_exception',
  'settle_failed_notification',
  'value_write_off',
] as const satisfies readonly TaskKind[];
export type ExceptionTaskKind = (typeof exceptionTaskKinds)[number];

/** One word for everything that may go otherwise than it should, the same in every entity. */
export type ExceptionCode = ReceiptDefectCode | AutomaticHoldRule | ExceptionTaskKind;

/** What follows of it: a hold by a rule, that a quarantine review decides about, or a task. */
type Follows = { hold: AutomaticHoldRule } | { task: TaskKind };
type Row = { meaning: string } & Follows;

const hold = (rule: AutomaticHoldRule, meaning: string): Row => ({ meaning, hold: rule });
const task = (kind: TaskKind, meaning: string): Row => ({ meaning, task: kind });

/** What a receipt finds. The check of receipts names the same consequence, which a test compares. */
const defects: Record<ReceiptDefectCode, Row> = {
  'receipt.certificate-missing': hold('missing_certificate', 'A required certificate did not come with the goods'),
  'receipt.certificate-expired': hold('expired_certificate', 'The certificate had ended when the goods came'),
  'receipt.supplier-certificate-missing': hold(
    'missing_certificate',
    'The supplier shows no valid certificate of a scheme that policy asks for',
  ),
  'receipt.supplier-certificate-expired': hold(
    'expired_certificate',
    'A certificate that the supplier has to have had ended when the goods came',
  ),
  'receipt.dates-inconsistent': hold(
    'inconsistent_dates',
    "Dates do not fit the shelf life, or the lot's earlier ones",
  ),
  'receipt.expired': hold('expired', 'The goods came after their last day of use'),
  'receipt.supplier-risk': hold('supplier_risk', "The supplier's risk score is above the limit"),
  'receipt.supplier-blocked': hold('supplier_blocked', 'The supplier is blocked'),
  'receipt.item-blocked': hold('item_blocked', 'The item is blocked'),
  'receipt.temperature-out-of-range': hold('temperature_deviation', 'The goods came too warm or too cold'),
  'receipt.certificate-announced': task('attach_announced_certificate', 'A certificate was announced and has not come'),
  'receipt.traceability-lot-code-missing': task(
    'complete_traceability_lot_code',
    'A food of the Food Traceability List came without its traceability lot code',
  ),
  'receipt.traceability-lot-code-differs': task(
    'complete_traceability_lot_code',
    'The lot came with another traceability lot code before',
  ),
  'receipt.traceability-source-missing': task(
    'complete_traceability_source',
    'Nobody said who assigned the traceability lot code',
  ),
  'receipt.purchase-order-unknown': task('reconcile_purchase_order', 'Nobody knows the purchase order'),
  'receipt.purchase-order-differs': task('reconcile_purchase_order', 'The purchase order says otherwise'),
  'receipt.item-not-on-order': task('reconcile_purchase_order', 'The item is not on the purchase order'),
  'receipt.more-than-ordered': task('reconcile_purchase_order', 'More came than was ordered'),
  'receipt.less-than-ordered': task('reconcile_purchase_order', 'Less came than was ordered'),
  'receipt.advance-notice-unknown': task('reconcile_advance_notice', 'Nobody knows the advance notice'),
  'receipt.advance-notice-differs': task('reconcile_advance_notice', 'The advance notice says otherwise'),
  'receipt.item-not-on-notice': task('reconcile_advance_notice', 'The item is not on the advance notice'),
  'receipt.lot-not-on-notice': task('reconcile_advance_notice', 'The lot is not on the advance notice'),
  'receipt.more-than-noticed': task('reconcile_advance_notice', 'More came than was announced'),
  'receipt.less-than-noticed': task('reconcile_advance_notice', 'Less came than was announced'),
};

/** What a rule holds stock for, at receipt and later. */
const rules: Record<AutomaticHoldRule, string> = {
  missing_certificate: 'A required certificate is not there',
  expired_certificate: 'A certificate has ended',
  certificate_withdrawn: 'A certificate was taken back',
  supplier_risk: "The supplier's risk score is above the limit",
  inconsistent_dates: 'Dates contradict each other',
  expired: 'Past its last day of use',
  temperature_deviation: 'Outside its temperature range for longer than allowed',
  failed_inspection: 'An inspection or its results failed',
  overdue_inspection: 'Results or a release did not come in time',
  count_variance: 'A count differs by more than is tolerated',
  supplier_blocked: 'The supplier is blocked',
  item_blocked: 'The item is blocked',
};

const tasks: Record<ExceptionTaskKind, string> = {
  settle_exception: 'A process cannot go on by itself: the task says why',
  settle_failed_notification: 'A notification reached nobody',
  value_write_off: 'Goods were written off and their cost is not known',
};

/** Every word of the list with what it means and what follows of it. */
export const exceptionRows: Readonly<Record<ExceptionCode, Row>> = {
  ...defects,
  // Their keys are the rules and the kinds themselves.
  ...(Object.fromEntries(
    Object.entries(rules).map(([rule, meaning]) => [rule, hold(rule as AutomaticHoldRule, meaning)]),
  ) as Record<AutomaticHoldRule, Row>),
  ...(Object.fromEntries(
    Object.entries(tasks).map(([kind, meaning]) => [kind, task(kind as ExceptionTaskKind, meaning)]),
  ) as Record<ExceptionTaskKind, Row>),
};

export type GovernedException = {
  code: ExceptionCode;
  meaning: string;
  hold: AutomaticHoldRule | null;
  task: TaskKind | null;
  team: Team;
  /** The right that whoever settles it has at the site. */
  right: Right;
  /** The list that a reason for its settlement is taken from. */
  reasonList: 'review' | 'exception' | 'task';
};

/** The list as people read it: a hold is decided about in its review, a task is worked or settled with its process. */
export const governedExceptions: readonly GovernedException[] = Object.entries(exceptionRows).map(([code, row]) => {
  const known = { code: code as ExceptionCode, meaning: row.meaning };
  if ('hold' in row)
    return { ...known, hold: row.hold, task: null, team: 'quality', right: 'review.decide', reasonList: 'review' };
  const { team, settledBy } = taskRouting[row.task];
  const byProcess = settledBy === 'process';
  return {
    ...known,
    ...{ hold: null, task: row.task, team },
    right: byProcess ? 'review.decide' : 'task.work',
    reasonList: byProcess ? 'exception' : 'task',
  };
});
