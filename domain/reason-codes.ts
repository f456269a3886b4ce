import { allow, type Result, refuse } from './result.ts';
import type { RuleCode } from './rule-codes.ts';

/** Where a reason is given. Permanent: rows name them. */
export const reasonLists = [
  'hold',
  'review',
  'release',
  'disposal',
  'variance',
  'held_move',
  'exception',
  'legal_hold',
] as const;
export type ReasonList = (typeof reasonLists)[number];

/** A word of a governed list: what it is called, whether it may still be chosen, whether words beside it have to say more. */
export type ReasonCode = { list: ReasonList; code: string; label: string; active: boolean; requiresNote: boolean };

type Installed = readonly [code: string, label: string, requiresNote?: 'note'];

/** What each list starts with. From then on the lists belong to the people who govern them. */
const installed: Record<ReasonList, readonly Installed[]> = {
  hold: [
    ['packaging_damaged', 'Packaging damaged'],
    ['suspected_contamination', 'Suspected contamination', 'note'],
    ['foreign_matter', 'Foreign matter', 'note'],
    ['label_error', 'Label wrong or missing'],
    ['pest', 'Signs of pests'],
    ['customer_complaint', 'Customer complaint'],
    ['supplier_notice', 'Notice of the supplier'],
    ['other', 'Other', 'note'],
  ],
  review: [
    ['retest_passed', 'Re-test passed'],
    ['retest_failed', 'Re-test failed'],
    ['certificate_received', 'Certificate received'],
    ['within_tolerance', 'Within tolerance after examination'],
    ['supplier_fault', 'Fault of the supplier'],
    ['handling_fault', 'Fault in our handling'],
    ['placed_in_error', 'Hold placed in error'],
    ['waiting_for_laboratory', 'Waiting for the laboratory'],
    ['other', 'Other', 'note'],
  ],
  release: [
    ['conforms', 'Conforms to its specification'],
    ['conforms_with_limits', 'Conforms with limits on use', 'note'],
    ['does_not_conform', 'Does not conform to its specification'],
    ['urgent_need', 'Urgent need, results to follow', 'note'],
    ['other', 'Other', 'note'],
  ],
  disposal: [
    ['expired', 'Past its last day of use'],
    ['contaminated', 'Contaminated'],
    ['damaged', 'Damaged'],
    ['temperature_abuse', 'Too warm or too cold for too long'],
    ['recalled', 'Recalled'],
    ['other', 'Other', 'note'],
  ],
  variance: [
    ['counting_error', 'Counted wrongly before'],
    ['unrecorded_move', 'Moved without a record'],
    ['breakage', 'Breakage'],
    ['theft', 'Theft suspected', 'note'],
    ['unit_mistaken', 'Unit mistaken'],
    ['other', 'Other', 'note'],
  ],
  held_move: [
    ['make_room', 'Room needed'],
    ['colder_place', 'Brought to a colder place'],
    ['set_apart', 'Set apart from good stock'],
    ['sampling', 'Samples taken'],
    ['other', 'Other', 'note'],
  ],
  exception: [
    ['cause_removed', 'Cause removed, tried again'],
    ['done_by_hand', 'Done by hand'],
    ['decision_taken_back', 'Decision taken back', 'note'],
    ['other', 'Other', 'note'],
  ],
  legal_hold: [
    ['claim', 'Claim or lawsuit'],
    ['authority_inspection', 'Inspection by an authority'],
    ['insurance', 'Insurance case'],
    ['recall', 'Recall'],
    ['other', 'Other', 'note'],
  ],
};

export const installedReasonCodes: readonly ReasonCode[] = reasonLists.flatMap((list) =>
  installed[list].map(([code, label, note]) => ({ list, code, label, active: true, requiresNote: note === 'note' })),
);

/** How long the words have to be where a code says too little by itself. */
const shortestNote = 20;

/** May this reason be given? `known` is the code as its list has it, undefined where it has none of that name. */
export function checkReason(
  known: ReasonCode | undefined,
  { reasonCode, reason, required }: { reasonCode: string | undefined; reason: string; required: boolean },
): Result<void> {
  const refused = (code: RuleCode, message: string): Result<void> => refuse(code, message, '/reasonCode');
  if (reasonCode === undefined)
    return required ? refused('reason-code.required', 'Name a code of the list beside the reason') : allow(undefined);
  if (!known) return refused('reason-code.unknown', `The list has no code "${reasonCode}"`);
  if (!known.active) return refused('reason-code.inactive', `"${known.label}" is no longer used: choose another code`);
  return known.requiresNote && saysTooLittle(reason, known)
    ? refuse(
        'reason-code.note-required',
        `"${known.label}" says too little by itself: say in at least ${shortestNote} characters what it was`,
        '/reason',
      )
    : allow(undefined);
}

const saysTooLittle = (reason: string, { label }: ReasonCode): boolean =>
  reason.trim().length < shortestNote || reason.trim().toLowerCase() === label.toLowerCase();
