import { type CaseTimes, type Deadline, metBy, openedTimes } from './case-times.ts';
import { isProposed, type PolicyChangeState } from './policy-change.ts';
import type { PolicyChangeStanding } from './policy-change-steps.ts';
import type { PolicyChangeInput } from './processes.ts';
import type { Result } from './result.ts';

/** A proposed change of a rule as its workflow follows it. */
export type PolicyChangeProgress = CaseTimes & {
  version: number;
  state: PolicyChangeState;
  decision: PolicyChangeStanding['decision'];
  effectiveFrom: string | null;
  expireAt: string;
};

export type PolicyChangeDeadline = Deadline | { what: 'expire'; at: string };

export const openedChange = ({ remindAt, escalateAt, expireAt }: PolicyChangeInput): PolicyChangeProgress => ({
  ...openedTimes(remindAt, escalateAt),
  version: 0,
  state: 'proposed',
  decision: null,
  effectiveFrom: null,
  expireAt,
});

/** The progress once a step has left the change standing so; what was overtaken on its way changes nothing. */
export const followChange = (
  progress: PolicyChangeProgress,
  { version, state, decision, effectiveFrom }: PolicyChangeStanding,
): PolicyChangeProgress =>
  version < progress.version ? progress : { ...progress, version, state, decision, effectiveFrom };

/** What comes next by itself, or nothing once it is over: first the reminder, then the escalation, and in the end it lapses. */
export function nextChangeDeadline(progress: PolicyChangeProgress): PolicyChangeDeadline | null {
  const { state, remindAt, escalateAt, expireAt } = progress;
  if (state !== 'proposed') return null;
  if (remindAt !== null) return { what: 'remind', at: remindAt };
  if (escalateAt !== null) return { what: 'escalate', at: escalateAt };
  return { what: 'expire', at: expireAt };
}

export const metChangeDeadline = (
  progress: PolicyChangeProgress,
  deadline: PolicyChangeDeadline,
): PolicyChangeProgress => (deadline.what === 'expire' ? progress : metBy(progress, deadline));

/** Whether it still waits for somebody; who comes second learns who decided, what and when. */
export const awaitsChangeDecision = ({
  state,
  decision,
}: Pick<PolicyChangeProgress, 'state' | 'decision'>): Result<void> =>
  isProposed({
    state,
    decidedByName: decision?.byName ?? null,
    decidedAt: decision ? new Date(decision.at) : null,
  });

/** With what its process begins anew, from where the table says that the change stands. */
export const changeAnew = (input: PolicyChangeInput, standing: PolicyChangeStanding): PolicyChangeInput => ({
  ...input,
  progress: followChange(openedChange(input), standing),
});
