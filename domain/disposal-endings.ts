import type { Caller } from './caller.ts';
import { asPerson, counts, type Disposal, isDisposalOpen, mayBeDestroyed } from './disposal.ts';
import { hasReason, mayForOwners } from './quarantine-review.ts';
import { type Result, refuse } from './result.ts';

/** May this caller take the decision back, so that the goods are decided about again? Only while nothing was destroyed. */
export function mayWithdrawDisposal(caller: Caller, disposal: Disposal, { reason }: { reason: string }): Result<void> {
  const entitled = mayForOwners(caller, 'disposal.approve', disposal);
  if (!entitled.ok) return entitled;
  const open = isDisposalOpen(disposal);
  if (!open.ok) return open;
  const person = asPerson(caller, 'withdraws a disposal');
  if (!person.ok) return person;
  return disposal.destructions.some(counts)
    ? refuse('disposal.already-destroyed', 'Goods of this disposal have been destroyed: the rest is destroyed as well')
    : hasReason(reason);
}

/** May this caller end it where a part is destroyed, so that the rest is decided about again? Nothing recorded may wait to be booked. */
export function mayEndEarly(caller: Caller, disposal: Disposal, { reason }: { reason: string }): Result<void> {
  const entitled = mayForOwners(caller, 'disposal.settle', disposal);
  if (!entitled.ok) return entitled;
  const ready = mayBeDestroyed(disposal);
  if (!ready.ok) return ready;
  const person = asPerson(caller, 'ends a disposal early');
  if (!person.ok) return person;
  const { number, destructions } = disposal;
  if (destructions.some(({ state }) => state === 'awaiting_witness' || state === 'blocked'))
    return refuse(
      'disposal.runs-pending',
      `Runs of ${number} are not booked yet: witness, settle or strike them first`,
    );
  return destructions.some(({ state }) => state === 'booked')
    ? hasReason(reason)
    : refuse('disposal.nothing-destroyed', `Nothing of ${number} was destroyed: withdraw it instead`);
}

/** May this caller move the due date of what it waits for, to a later one at most so many days ahead of now? */
export function mayExtendDisposal(
  caller: Caller,
  disposal: Disposal,
  { until, dueAt, reason, now, maxDays }: { until: Date; dueAt: Date; reason: string; now: Date; maxDays: number },
): Result<void> {
  const entitled = mayForOwners(caller, 'disposal.extend', disposal);
  if (!entitled.ok) return entitled;
  const open = isDisposalOpen(disposal);
  if (!open.ok) return open;
  const person = asPerson(caller, 'extends a disposal');
  if (!person.ok) return person;
  if (until <= dueAt || until <= now)
    return refuse(
      'disposal.extension-not-later',
      `${disposal.number} is due at ${dueAt.toISOString()}: an extension goes beyond that, and beyond now`,
      '/until',
    );
  const latest = new Date(now.getTime() + maxDays * 86_400_000);
  return until <= latest
    ? hasReason(reason)
    : refuse(
        'disposal.extension-too-long',
        `A disposal may be extended by at most ${maxDays} days, to ${latest.toISOString()}`,
        '/until',
      );
}
