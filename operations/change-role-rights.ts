import { and, eq, inArray, type SQL, sql } from 'drizzle-orm';
import type { Tx } from '#db/connect.ts';
import { decidedRights, roleGrants, roleRights, roles } from '#db/schema/people.ts';
import { authorize, type Caller } from '#domain/caller.ts';
import { hasReason } from '#domain/quarantine-review.ts';
import { allow, type Result, refuse } from '#domain/result.ts';
import type { Right } from '#domain/rights.ts';
import { everywhere, giveReason } from './check-reason-code.ts';
import type { Command, OperationContext } from './context.ts';
import { type Answer, runCommand } from './run-command.ts';
import { standsBehind } from './stands-behind.ts';
import { writeAudit } from './write-audit.ts';

export type ChangeRoleRights = {
  role: string;
  rights: readonly Right[];
  version: number;
  reason: string;
  reasonCode?: string | undefined;
};
export type ChangedRole = { role: string; rights: Right[]; version: number };

/**
 * Gives a role other rights, for everybody who holds it, wherever. Never the role of the rules themselves, and never a role of one's
 * own: that would be granting to oneself.
 */
export function changeRoleRights(
  context: OperationContext,
  command: Command<ChangeRoleRights>,
): Promise<Answer<ChangedRole>> {
  const { caller, input } = command;
  return runCommand(context, 'change-role-rights', command, async (tx) => {
    const may = authorize(caller, 'role.administer', { siteId: null, entityId: null, category: null });
    if (!may.ok) return may;
    const said = hasReason(input.reason);
    if (!said.ok) return said;
    if (input.role === 'system') return refuse('role.not-changeable', 'The rules themselves keep every right');
    const [role] = await tx.select().from(roles).where(eq(roles.name, input.role)).for('update');
    if (!role) return refuse('role.unknown', `There is no role "${input.role}"`);
    const foreign = await isForeign(tx, caller, role.name, context.clock.now());
    if (!foreign.ok) return foreign;
    if (role.version !== input.version)
      return refuse('request.precondition-failed', `${role.name} was changed since you read it: read it again`);

    const given = await giveReason(tx, context, command, { list: 'access', ...input, scopes: everywhere });
    if (!given.ok) return given;
    const { before, after, added, removed } = await compare(tx, role.name, input.rights);
    if (removed.length > 0) {
      await tx.delete(roleRights).where(and(eq(roleRights.role, role.name), inArray(roleRights.right, removed)));
      // No newer version gives back what was taken here.
      const taken = removed.map((right) => ({ role: role.name, right }));
      await tx.insert(decidedRights).values(taken).onConflictDoNothing();
    }
    if (added.length > 0) await tx.insert(roleRights).values(added.map((right) => ({ role: role.name, right })));
    await tx
      .update(roles)
      .set({ version: sql`${roles.version} + 1` })
      .where(eq(roles.name, role.name));
    await writeAudit(tx, context, given.value, [
      {
        action: 'role.changed',
        subjectKind: 'role',
        subjectId: role.name,
        before: { rights: before },
        after: { rights: after, added, removed },
        reason: input.reason.trim(),
      },
    ]);
    return allow({ role: role.name, rights: after, version: role.version + 1 });
  });
}

/**
 * Whoever holds it now or will, and whoever stands behind them, does not change it; nor who acts with it, now or later, on behalf of a
 * colleague who handed it over.
 */
async function isForeign(tx: Tx, caller: Caller, role: string, now: Date): Promise<Result<void>> {
  const own = [...(await standsBehind(tx, caller))];
  const at = sql`${now.toISOString()}::timestamptz`;
  const held = await tx
    .select({ id: roleGrants.id })
    .from(roleGrants)
    .where(
      and(
        eq(roleGrants.role, role),
        sql`(coalesce(${roleGrants.userId}, ${roleGrants.apiKeyId})::text in ${own} or ${handedTo(own, at)})`,
        sql`(${roleGrants.validUntil} is null or ${roleGrants.validUntil} > ${at})`,
      ),
    )
    .limit(1);
  return held.length === 0
    ? allow(undefined)
    : refuse('access.own-grant', 'You hold this role or act with it, so somebody else changes what it may do');
}

const handedTo = (own: readonly string[], at: SQL): SQL => sql`exists (
  select from delegations handed
   where handed.from_user_id = ${roleGrants.userId} and handed.to_user_id::text in ${own}
     and handed.valid_until > ${at} and (handed.ended_at is null or handed.ended_at > ${at})
     and (handed.grant_ids is null or handed.grant_ids ? ${roleGrants.id}::text))`;

async function compare(tx: Tx, role: string, rights: readonly Right[]) {
  const rows = await tx.select({ right: roleRights.right }).from(roleRights).where(eq(roleRights.role, role));
  const before = rows.map(({ right }) => right).sort();
  const after = [...new Set(rights)].sort();
  return {
    before,
    after,
    added: after.filter((right) => !before.includes(right)),
    removed: before.filter((right) => !after.some((kept) => kept === right)),
  };
}
