/** When a case reminds and escalates. Instants are ISO 8601 in UTC; a deadline is null once it was met. */
export type CaseTimes = {
  dueAt: string;
  remindAt: string | null;
  escalateAt: string | null;
  /** How long before the due date the reminder comes, in milliseconds. */
  leadMilliseconds: number;
  reminders: number;
  escalations: number;
};

export type Deadline = { what: 'remind' | 'escalate'; at: string };

export const openedTimes = (remindAt: string, escalateAt: string): CaseTimes => ({
  dueAt: escalateAt,
  remindAt,
  escalateAt,
  leadMilliseconds: Date.parse(escalateAt) - Date.parse(remindAt),
  reminders: 0,
  escalations: 0,
});

/**
 * A moved due date moves the reminder by as much and arms both again; a reminder that would lie in the past by then is left
 * out, because the people have just dealt with the case.
 */
export function movedTo<Times extends CaseTimes>(times: Times, dueAt: string, now: string): Times {
  if (dueAt === times.dueAt) return times;
  const remindAt = new Date(Date.parse(dueAt) - times.leadMilliseconds).toISOString();
  const inTime = times.leadMilliseconds > 0 && remindAt > now;
  return { ...times, dueAt, remindAt: inTime ? remindAt : null, escalateAt: dueAt };
}

/** What comes next by itself, or nothing: all has been said. */
export function nextOf({ remindAt, escalateAt }: Pick<CaseTimes, 'remindAt' | 'escalateAt'>): Deadline | null {
  if (remindAt !== null && (escalateAt === null || remindAt <= escalateAt)) return { what: 'remind', at: remindAt };
  return escalateAt === null ? null : { what: 'escalate', at: escalateAt };
}

/** The times once a deadline was met. An escalation makes the reminder before it pointless. */
export const metBy = <Times extends CaseTimes>(times: Times, { what }: Deadline): Times =>
  what === 'remind'
    ? { ...times, remindAt: null, reminders: times.reminders + 1 }
    : { ...times, remindAt: null, escalateAt: null, escalations: times.escalations + 1 };
