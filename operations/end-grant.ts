import { eq } from 'drizzle-orm';
import { roleGrants } from '#db/schema/people.ts';
import { authorize } from '#domain/caller.ts';
import { allow, refuse } from '#domain/result.ts';
import type { Command, OperationContext } from './context.ts';
import { lockUser } from './lock-user.ts';
import { type Answer, runCommand } from './run-command.ts';
import { writeAudit } from './write-audit.ts';

/** Ends a person's role from now on; the row stays, as what was true. */
export function endGrant(
  context: OperationContext,
  command: Command<{ userId: string; grantId: string }>,
): Promise<Answer<{ grantId: string }>> {
  const { caller, input } = command;
  return runCommand(context, 'end-grant', command, async (tx) => {
    const now = context.clock.now();
    const allowed = authorize(caller, 'user.administer');
    if (!allowed.ok) return allowed;
    const locked = await lockUser(tx, input.userId, now);
    if (!locked.ok) return locked;
    const grant = locked.value.grants.find(({ id }) => id === input.grantId);
    if (!grant) return refuse('grant.unknown', `${locked.value.user.name} has no grant ${input.grantId} in force`);
    const may = authorize(caller, 'user.administer', grant);
    if (!may.ok) return may;

    await tx.update(roleGrants).set({ validUntil: now }).where(eq(roleGrants.id, grant.id));
    const { role, entityId, siteId, category } = grant;
    const before = { role, entityId, siteId, category };
    await writeAudit(tx, context, command, [
      { action: 'role.ended', subjectKind: 'user', subjectId: input.userId, before: { ...before, grantId: grant.id } },
    ]);
    return allow({ grantId: grant.id });
  });
}
