import type { ReleaseApprovalInput } from './processes.ts';
import { isReleaseOver, type ReleaseState } from './release-approval.ts';
import type { ReleaseStanding } from './release-steps.ts';
import { allow, type Result, refuse } from './result.ts';

/** A release as its workflow follows it. Instants are ISO 8601 in UTC; a deadline is null once it was met. */
export type ReleaseProgress = {
  /** Of the standing it follows; what comes with an older one was overtaken on its way. */
  version: number;
  number: string;
  state: ReleaseState;
  dueAt: string;
  remindAt: string | null;
  escalateAt: string | null;
  holdAt: string | null;
  /** How long before the due date people are reminded and quality management is asked, in milliseconds. */
  leads: { remind: number; escalate: number };
  reminders: number;
  escalations: number;
};

export const releaseDeadlines = ['remind', 'escalate', 'hold'] as const;
export type ReleaseDeadline = { what: (typeof releaseDeadlines)[number]; at: string };

export const openedRelease = (
  number: string,
  { remindAt, escalateAt, dueAt }: { remindAt: string; escalateAt: string; dueAt: string },
): ReleaseProgress => ({
  version: 0,
  number,
  state: 'open',
  dueAt,
  remindAt,
  escalateAt,
  holdAt: dueAt,
  leads: {
    remind: Date.parse(dueAt) - Date.parse(remindAt),
    escalate: Date.parse(dueAt) - Date.parse(escalateAt),
  },
  reminders: 0,
  escalations: 0,
});

/**
 * The progress once a step has left the release standing so. A moved due date arms all deadlines again; one that would lie in
 * the past by then is left out, because the people have just dealt with the case.
 */
export function followRelease(progress: ReleaseProgress, standing: ReleaseStanding, now: string): ReleaseProgress {
  const { version, state, dueAt } = standing;
  if (version < progress.version) return progress;
  if (dueAt === progress.dueAt) return { ...progress, version, state };
  const before = (lead: number): string | null => {
    const at = new Date(Date.parse(dueAt) - lead).toISOString();
    return lead > 0 && at > now ? at : null;
  };
  const { remind, escalate } = progress.leads;
  return {
    ...progress,
    version,
    state,
    dueAt,
    remindAt: before(remind),
    escalateAt: before(escalate),
    holdAt: dueAt,
  };
}

/** What comes next by itself, or nothing: the release is over, or all has been done. */
export function nextReleaseDeadline({ state, remindAt, escalateAt, holdAt }: ReleaseProgress): ReleaseDeadline | null {
  if (isReleaseOver(state)) return null;
  const open: ReleaseDeadline[] = [];
  if (remindAt !== null) open.push({ what: 'remind', at: remindAt });
  if (escalateAt !== null) open.push({ what: 'escalate', at: escalateAt });
  if (holdAt !== null) open.push({ what: 'hold', at: holdAt });
  // Instants of one form sort as text; of two at once the milder comes first.
  return open.sort((one, other) => (one.at < other.at ? -1 : one.at > other.at ? 1 : 0))[0] ?? null;
}

/** The progress once a deadline was met. An escalation makes the reminder before it pointless. */
export function metRelease(progress: ReleaseProgress, { what }: ReleaseDeadline): ReleaseProgress {
  if (what === 'remind') return { ...progress, remindAt: null, reminders: progress.reminders + 1 };
  if (what === 'escalate')
    return { ...progress, remindAt: null, escalateAt: null, escalations: progress.escalations + 1 };
  return { ...progress, remindAt: null, escalateAt: null, holdAt: null };
}

/** Whether there is still something to decide, as far as its workflow knows. */
export const awaitsRelease = ({ state }: Pick<ReleaseProgress, 'state'>): Result<void> =>
  state === 'open'
    ? allow(undefined)
    : refuse('release.already-decided', `This release is ${state.replaceAll('_', ' ')} already`);

export const isRunningRelease = ({ state }: Pick<ReleaseProgress, 'state'>): Result<void> =>
  isReleaseOver(state)
    ? refuse('release.already-decided', `This release is ${state.replaceAll('_', ' ')}: nothing is left to do`)
    : allow(undefined);

/** With what its process begins anew, from where the table says that the release stands. */
export const releaseAnew = (
  input: ReleaseApprovalInput,
  standing: ReleaseStanding,
  now: string,
): ReleaseApprovalInput => ({ ...input, progress: followRelease(openedRelease(input.number, input), standing, now) });
