import { authorize, type Caller } from '#domain/caller.ts';
import { allow, type Result } from '#domain/result.ts';
import type { Right } from '#domain/rights.ts';

/** A lot itself is at no site: whoever has the right at one where it arrived or stands may add to what is known of it. */
export function mayTouchLot(
  caller: Caller,
  right: Right,
  siteIds: readonly string[],
  category: string | undefined,
): Result<void> {
  return siteIds.some((siteId) => authorize(caller, right, { siteId, category }).ok)
    ? allow(undefined)
    : authorize(caller, right, { siteId: null, category });
}
