import type { Condition } from './conditions.ts';
import type { Reach } from './holds.ts';
import type { Release, ReleaseState } from './release-approval.ts';

/** Whether holds keep all that waits: then nobody can decide, and a hold for its delay would stop nothing more. */
export const isKeptByHolds = ({ state, places }: Pick<Release, 'state' | 'places'>): boolean =>
  state === 'open' && places.length > 0 && places.every(({ heldBy }) => heldBy.length > 0);

/** What stands of a lot somewhere, as far as the reach of a hold depends on it. */
type Standing = { siteId: string; locationId: string; ownerId: string; condition: Condition };
type Stopped = { lotId: string; siteId: string; ownerId: string; state: ReleaseState };

/**
 * What the hold reaches that a release leaves when it is stopped. Results that failed are about the lot: at its site, or
 * everywhere where it was let go before them and stands at other sites by now. Who says no, or nothing in time, does so about what
 * waits: where that stands at one place and other stock of the lot does not, only the place is held.
 */
export function reachOfStop(
  { lotId, siteId, ownerId, state }: Stopped,
  ended: 'failed' | 'rejected' | 'overdue',
  standing: readonly Standing[],
): Reach {
  const here = standing.filter((stock) => stock.siteId === siteId);
  const letGo = state === 'released_urgently';
  if (here.length === 0 || (letGo && here.length < standing.length)) return { lotId, siteId: null, locationId: null };
  const waiting = here.filter((stock) => stock.condition === 'pending_inspection' && stock.ownerId === ownerId);
  const [place, ...more] = new Set(waiting.map(({ locationId }) => locationId));
  const apart = !letGo && ended !== 'failed' && place !== undefined && more.length === 0;
  const others = here.some(({ locationId }) => locationId !== place);
  return { lotId, siteId, locationId: apart && others ? place : null };
}
