import type { Caller } from './caller.ts';
import { hasReason } from './quarantine-review.ts';
import { asDecider, isReleaseOver, type Release } from './release-approval.ts';
import { type Result, refuse } from './result.ts';

const millisecondsPerDay = 86_400_000;

/**
 * May this caller move the due date, to a later one at most so many days ahead of now? Who waits for a laboratory extends what is
 * open; where the stock is free already, more time for its results is as good as the urgent release was, and takes its right.
 */
export function mayExtendRelease(
  caller: Caller,
  release: Release,
  { until, reason, now, maxDays }: { until: Date; reason: string; now: Date; maxDays: number },
): Result<void> {
  const urgent = release.state === 'released_urgently';
  const entitled = asDecider(caller, release, urgent ? 'release.urgent' : 'release.approve', 'extends a release');
  if (!entitled.ok) return entitled;
  if (isReleaseOver(release.state))
    return refuse('release.already-decided', `This release is ${release.state}: nothing is waited for any more`);
  const dueAt = new Date(release.dueAt);
  if (until <= dueAt || until <= now)
    return refuse(
      'release.extension-not-later',
      `The release is due at ${release.dueAt}: an extension goes beyond that, and beyond now`,
      '/until',
    );
  const latest = new Date(now.getTime() + maxDays * millisecondsPerDay);
  if (until > latest)
    return refuse(
      'release.extension-too-long',
      `A release may be extended by at most ${maxDays} days, to ${latest.toISOString()}`,
      '/until',
    );
  return hasReason(reason);
}

/** A due date that an extension could have, for asking whether there may be one at all. */
export const someLaterDate = (dueAt: string, now: Date): Date =>
  new Date(Math.max(Date.parse(dueAt), now.getTime()) + 1);
