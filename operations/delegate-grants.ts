import { and, eq, inArray, isNull, or, sql } from 'drizzle-orm';
import type { Tx } from '#db/connect.ts';
import { delegations } from '#db/schema/access.ts';
import { roleGrants, users } from '#db/schema/people.ts';
import { authorize, type Caller } from '#domain/caller.ts';
import { hasReason } from '#domain/quarantine-review.ts';
import { allow, type Result, refuse } from '#domain/result.ts';
import { everywhere, giveReason } from './check-reason-code.ts';
import type { Command, OperationContext } from './context.ts';
import { type Answer, runCommand } from './run-command.ts';
import { writeAudit } from './write-audit.ts';

/** For an absence, not a transfer. */
export const mostDelegatedDays = 92;

/** `grantIds`: some of one's own grants; left out, all one has at each moment. Instants are ISO 8601. */
export type DelegateGrants = {
  to: string;
  grantIds?: readonly string[] | undefined;
  from?: string | undefined;
  until: string;
  reason: string;
  reasonCode?: string | undefined;
};

export type Delegated = { delegationId: string; to: string; toName: string; validFrom: string; validUntil: string };

/**
 * Hands one's grants, or some of them, to a colleague from one instant to another. The colleague acts with them on one's behalf,
 * as far as one still has them; never with a right over people, roles or keys, and never hands them on (`domain/rights.ts`).
 */
export function delegateGrants(
  context: OperationContext,
  command: Command<DelegateGrants>,
): Promise<Answer<Delegated>> {
  const { caller, input } = command;
  return runCommand(context, 'delegate-grants', command, async (tx) => {
    const now = context.clock.now();
    const may = mayDelegate(caller, input);
    if (!may.ok) return may;
    const span = spanOf(input, now);
    if (!span.ok) return span;
    const [colleague] = await tx.select().from(users).where(eq(users.id, input.to));
    if (!colleague) return refuse('user.unknown', `There is no user ${input.to}`, '/to');
    if (!colleague.active) return refuse('user.inactive', `${colleague.name} is not active`, '/to');
    const own = await areOwn(tx, caller.id, input.grantIds, now);
    if (!own.ok) return own;
    const given = await giveReason(tx, context, command, { list: 'access', ...input, scopes: everywhere });
    if (!given.ok) return given;

    const delegationId = context.newId();
    await tx.insert(delegations).values({
      id: delegationId,
      fromUserId: caller.id,
      toUserId: colleague.id,
      grantIds: input.grantIds ? [...new Set(input.grantIds)] : null,
      ...span.value,
      reason: input.reason.trim(),
      createdAt: now,
    });
    const validFrom = span.value.validFrom.toISOString();
    const validUntil = span.value.validUntil.toISOString();
    await writeAudit(tx, context, given.value, [
      {
        action: 'delegation.given',
        subjectKind: 'user',
        subjectId: caller.id,
        after: { delegationId, to: colleague.username, grantIds: input.grantIds ?? 'all', validFrom, validUntil },
        reason: input.reason.trim(),
      },
    ]);
    return allow({ delegationId, to: colleague.id, toName: colleague.name, validFrom, validUntil });
  });
}

/** A person, in their own name, to somebody else. */
function mayDelegate(caller: Caller, { to, reason }: DelegateGrants): Result<void> {
  const may = authorize(caller, 'grant.delegate');
  if (!may.ok) return may;
  if (caller.kind !== 'person' || caller.onBehalfOf)
    return refuse('access.own-grant', 'A person hands over their own grants, and none that were handed to them');
  if (to === caller.id) return refuse('access.own-grant', 'Nobody hands anything over to themselves', '/to');
  return hasReason(reason);
}

function spanOf({ from, until }: DelegateGrants, now: Date): Result<{ validFrom: Date; validUntil: Date }> {
  const validFrom = from === undefined ? now : new Date(from);
  const validUntil = new Date(until);
  if (validFrom < now) return refuse('request.malformed', 'A delegation begins now or later', '/from');
  if (validUntil <= validFrom) return refuse('request.malformed', 'A delegation ends after it begins', '/until');
  return validUntil.getTime() - validFrom.getTime() <= mostDelegatedDays * 86_400_000
    ? allow({ validFrom, validUntil })
    : refuse('delegation.too-long', `Nothing is handed over for more than ${mostDelegatedDays} days`, '/until');
}

async function areOwn(
  tx: Tx,
  userId: string,
  grantIds: readonly string[] | undefined,
  now: Date,
): Promise<Result<void>> {
  if (grantIds === undefined) return allow(undefined);
  const rows = await tx
    .select({ id: roleGrants.id })
    .from(roleGrants)
    .where(
      and(
        eq(roleGrants.userId, userId),
        inArray(roleGrants.id, [...grantIds]),
        or(isNull(roleGrants.validUntil), sql`${roleGrants.validUntil} > ${now.toISOString()}::timestamptz`),
      ),
    );
  const own = new Set(rows.map(({ id }) => id));
  const foreign = grantIds.filter((id) => !own.has(id));
  return foreign.length === 0
    ? allow(undefined)
    : refuse('grant.unknown', `You have no grant ${foreign.join(', ')} in force`, '/grantIds');
}
