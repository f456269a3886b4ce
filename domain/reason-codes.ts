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
  'certificate',
  'block',
  'supplier_risk',
  'master_data',
  'policy',
  'task',
  'access',
] as const;
export type ReasonList = (typeof reasonLists)[number];

/** A code as it was given with its words: the trail has both, wherever the words stand. */
export type GivenCode = { list: ReasonList; code: string; reason: string };

/** A word of a governed list: what it is called, whether it may still be chosen, whether words beside it have to say more. */
export type ReasonCode = { list: ReasonList; code: string; label: string; active: boolean; requiresNote: boolean };

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
