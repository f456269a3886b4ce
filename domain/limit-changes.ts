import { authorize, type Caller } from './caller.ts';
import { hasReason } from './quarantine-review.ts';
import type { ReleaseConditions } from './release-approval.ts';
import { mayAllocate, type ReleaseLimit, type WantedStock, type Wanting } from './release-limits.ts';
import { allow, type Result, refuse } from './result.ts';

/** How conditions differ from those before: looser where anything may happen that might not, else tighter, or the same. */
export type LimitChange = 'same' | 'tighter' | 'looser';

const none: ReleaseConditions = { customers: null, useBy: null };

/** Null are no conditions at all. What is both tighter and looser is looser: something is freed. */
export function compareConditions(before: ReleaseConditions | null, after: ReleaseConditions | null): LimitChange {
  const was = before ?? none;
  const becomes = after ?? none;
  const customers = within(was.customers, becomes.customers, (wide, narrow) =>
    narrow.every((one) => wide.includes(one)),
  );
  const days = within(was.useBy, becomes.useBy, (wide, narrow) => narrow <= wide);
  if (!customers.allowsNoMore || !days.allowsNoMore) return 'looser';
  return customers.allowsNoLess && days.allowsNoLess ? 'same' : 'tighter';
}

/** Null is no limit. `covers` says whether one limit allows all that the other does. */
function within<Limit>(was: Limit | null, becomes: Limit | null, covers: (wide: Limit, narrow: Limit) => boolean) {
  const allowed = (wide: Limit | null, narrow: Limit | null) =>
    wide === null || (narrow !== null && covers(wide, narrow));
  return { allowsNoMore: allowed(was, becomes), allowsNoLess: allowed(becomes, was) };
}

/** A limit as a change of it is judged: `endedAt` once it was replaced or taken back. */
export type ChangedLimit = {
  number: string;
  conditions: ReleaseConditions;
  endedAt: string | null;
  scope: { siteId: string; entityId: string; category: string };
};

/** May this caller limit released stock more than it is? It stops stock: at once, by one person, with a reason. */
export function mayTighten(
  caller: Caller,
  limit: ChangedLimit,
  { conditions, reason }: { conditions: ReleaseConditions | null; reason: string },
): Result<void> {
  const may = mayChange(caller, limit, reason);
  if (!may.ok) return may;
  return compareConditions(limit.conditions, conditions) === 'tighter'
    ? allow(undefined)
    : refuse(
        'release.limit-not-tighter',
        'This allows something that is not allowed now, or changes nothing: propose it',
      );
}

/** May this caller propose conditions that allow more? Proposing frees nothing; others approve it, signed, as a release. */
export function mayProposeLooser(
  caller: Caller,
  limit: ChangedLimit,
  { conditions, reason }: { conditions: ReleaseConditions | null; reason: string },
): Result<void> {
  const may = mayChange(caller, limit, reason);
  if (!may.ok) return may;
  return compareConditions(limit.conditions, conditions) === 'looser'
    ? allow(undefined)
    : refuse(
        'release.limit-not-looser',
        'This allows nothing that is not allowed now: tighten it, which takes effect at once',
      );
}

function mayChange(caller: Caller, { number, endedAt, scope }: ChangedLimit, reason: string): Result<void> {
  const entitled = authorize(caller, 'release.approve', scope);
  if (!entitled.ok) return entitled;
  if (endedAt !== null)
    return refuse(
      'release.limit-ended',
      `These conditions of ${number} were replaced at ${endedAt}: read what holds now`,
    );
  return hasReason(reason);
}

/** A reservation of stock for a customer who gets it on a day. */
export type OpenAllocation = { id: string; stock: WantedStock; wanting: Wanting };

/**
 * The open allocations that no longer fit once the limits are these: they are released in the transaction that tightened them, as
 * a hold does with all that it reaches (law 4).
 */
export const allocationsThatNoLongerFit = <Allocation extends OpenAllocation>(
  limits: readonly ReleaseLimit[],
  allocations: readonly Allocation[],
): Allocation[] => allocations.filter(({ stock, wanting }) => !mayAllocate(limits, stock, wanting).ok);
