import { addWorkingTime, type BusinessCalendar } from './business-calendar.ts';
import { millisecondsOfMinutes } from './policy-values.ts';
import type { Role } from './rights.ts';
import type { TaskKind, Team } from './tasks.ts';

/** Whom a step of a chain tells: everybody in a role at the task's site, or one person. */
export type ChainStep = { role: Role } | { userId: string };

export const longestChain = 6;

/** Who is told, one after the other, when a team's task is overdue and its site has no chain of its own. */
export const installedChains: Record<Team, readonly ChainStep[]> = {
  quality: [{ role: 'quality_approver' }, { role: 'quality_manager' }, { role: 'administrator' }],
  quality_management: [{ role: 'quality_manager' }, { role: 'administrator' }],
  warehouse: [{ role: 'warehouse_lead' }, { role: 'quality_manager' }, { role: 'administrator' }],
  order_desk: [{ role: 'order_desk' }, { role: 'quality_manager' }, { role: 'administrator' }],
  transport: [{ role: 'warehouse_lead' }, { role: 'quality_manager' }, { role: 'administrator' }],
  finance: [{ role: 'finance' }, { role: 'quality_manager' }, { role: 'administrator' }],
  recall: [{ role: 'recall_coordinator' }, { role: 'quality_manager' }, { role: 'administrator' }],
  master_data: [{ role: 'master_data_steward' }, { role: 'quality_manager' }, { role: 'administrator' }],
};

/**
 * Whom a chain tells when nobody of the steps ahead is there: those that it told before, the last first, then the installed
 * chain, which ends with whoever can give the roles that are missing.
 */
export const lastResort = (team: Team, chain: readonly ChainStep[], told: number): readonly ChainStep[] => [
  ...chain.slice(0, told).reverse(),
  ...installedChains[team],
];

/** Tasks whose process keeps their time by timers of its own: it reminds and escalates, and nothing else does. */
const timedByProcess: readonly TaskKind[] = [
  'decide_quarantine_review',
  'confirm_disposal',
  'confirm_return_to_supplier',
  'decide_proposal',
  'approve_policy_change',
  'record_release_results',
  'approve_release',
  'approve_release_as_manager',
  'approve_disposal',
  'destroy_goods',
  'witness_destruction',
  'add_destruction_papers',
];

/** Tasks about stock that is held or recalled: danger does not wait for a shift to begin. */
const aroundTheClock: readonly TaskKind[] = ['decide_escalated_review', 'settle_exception'];

type Routed = { kind: TaskKind; team: Team };

export const isTimedByProcess = (kind: TaskKind): boolean => timedByProcess.includes(kind);

/** Whether a task's times run at night and on holidays as well. */
export const runsAroundTheClock = ({ kind, team }: Routed): boolean =>
  team === 'recall' || aroundTheClock.includes(kind) || isTimedByProcess(kind);

/** Lengths in minutes, by the policy in force when a time is set. */
export type AttentionLengths = { remindAfter: string; escalateAfter: string; escalateAgainAfter: string };

/** When a task next asks for attention by itself; null where it does not. */
export type Attention = { remindAt: Date | null; escalateAt: Date | null };

/**
 * The times of a task that somebody or nobody has from now on: a first reminder, and the first step up its chain, which never
 * comes before the task is due. Without a calendar the clock never stands still.
 */
export function attentionFrom(
  now: Date,
  dueAt: Date,
  calendar: BusinessCalendar | null,
  { remindAfter, escalateAfter }: AttentionLengths,
): Attention {
  const escalateAt = later(calendar, now, escalateAfter);
  return { remindAt: later(calendar, now, remindAfter), escalateAt: escalateAt > dueAt ? escalateAt : dueAt };
}

/** When the next reminder comes after one at `now`: as long as a task is open it is never silent for good. */
export const nextReminder = (now: Date, calendar: BusinessCalendar | null, { remindAfter }: AttentionLengths): Date =>
  later(calendar, now, remindAfter);

/** When the step after `step` (counted from one) comes, or null where the chain ends with it. */
export const nextStep = (
  now: Date,
  { step, steps }: { step: number; steps: number },
  calendar: BusinessCalendar | null,
  { escalateAgainAfter }: AttentionLengths,
): Date | null => (step < steps ? later(calendar, now, escalateAgainAfter) : null);

/** The instant so many minutes on, of working time where there is a calendar. */
const later = (calendar: BusinessCalendar | null, from: Date, minutes: string): Date =>
  calendar ? addWorkingTime(calendar, from, minutes) : new Date(from.getTime() + millisecondsOfMinutes(minutes));
