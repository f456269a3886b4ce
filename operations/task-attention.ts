import type { Tx } from '#db/connect.ts';
import { readCalendars } from '#db/queries/site-calendars.ts';
import type { BusinessCalendar } from '#domain/business-calendar.ts';
import {
  type Attention,
  type AttentionLengths,
  attentionFrom,
  isTimedByProcess,
  runsAroundTheClock,
} from '#domain/escalation.ts';
import type { TaskKind, Team } from '#domain/tasks.ts';
import { readPolicyBook } from './policy-book.ts';

/** A task as much as its times need it. */
export type TimedTask = {
  kind: TaskKind;
  team: Team;
  siteId?: string | null | undefined;
  entityId?: string | null | undefined;
  dueAt: Date;
};

/** By which clock and in which steps tasks are kept in mind at an instant. */
export type AttentionRules = {
  calendarOf(task: TimedTask): BusinessCalendar | null;
  lengthsOf(task: TimedTask): AttentionLengths;
};

/** Reads policies and the calendars of some tasks' sites, once for all of them. */
export async function readAttentionRules(tx: Tx, tasks: readonly TimedTask[], now: Date): Promise<AttentionRules> {
  const book = await readPolicyBook(tx, now, [
    'task_remind_after_minutes',
    'task_escalate_after_minutes',
    'task_escalate_again_after_minutes',
  ]);
  const byCalendar = tasks.filter((task) => !runsAroundTheClock(task));
  const calendars = await readCalendars(
    tx,
    byCalendar.map(({ siteId }) => siteId),
    now,
  );
  return {
    calendarOf: (task) => (runsAroundTheClock(task) ? null : (calendars.get(task.siteId ?? '') ?? null)),
    lengthsOf: ({ siteId = null, entityId = null }) => ({
      remindAfter: book.read('task_remind_after_minutes', { siteId, entityId }).value,
      escalateAfter: book.read('task_escalate_after_minutes', { siteId, entityId }).value,
      escalateAgainAfter: book.read('task_escalate_again_after_minutes', { siteId, entityId }).value,
    }),
  };
}

const silent: Attention = { remindAt: null, escalateAt: null };

/** When tasks that are written or change hands now ask for attention, in their order. Those whose process keeps time never do. */
export async function planAttention(tx: Tx, tasks: readonly TimedTask[], now: Date): Promise<Attention[]> {
  const timed = tasks.filter(({ kind }) => !isTimedByProcess(kind));
  if (timed.length === 0) return tasks.map(() => silent);
  const rules = await readAttentionRules(tx, timed, now);
  return tasks.map((task) =>
    isTimedByProcess(task.kind)
      ? silent
      : attentionFrom(now, task.dueAt, rules.calendarOf(task), rules.lengthsOf(task)),
  );
}
