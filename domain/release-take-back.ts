import { authorize, type Caller } from './caller.ts';
import { hasReason } from './quarantine-review.ts';
import { asDecider, isOpenRelease, type Release } from './release-approval.ts';
import { type Result, refuse } from './result.ts';

/**
 * May this caller take the first approval back, before the second one is there? Whoever gave it, or a manager: it stops stock,
 * so it takes no second person.
 */
export function mayTakeBack(caller: Caller, release: Release, { reason }: { reason: string }): Result<void> {
  const entitled = asDecider(caller, release, 'release.approve', 'takes an approval back');
  if (!entitled.ok) return entitled;
  const waiting = isOpenRelease(release);
  if (!waiting.ok) return waiting;
  const [given] = release.approvals;
  if (!given) return refuse('release.nothing-to-take-back', 'Nobody has approved what waits now');
  if (given.byId !== caller.id) {
    const manager = authorize(caller, 'release.approve-as-manager', release.scope);
    if (!manager.ok)
      return refuse('release.manager-required', `${given.byName} approved it: ${manager.violation.message}`);
  }
  return hasReason(reason);
}
