import { roleGrants } from '#db/schema/people.ts';
import { authorize } from '#domain/caller.ts';
import { allow, refuse } from '#domain/result.ts';
import type { Command, OperationContext } from './context.ts';
import { lockUser } from './lock-user.ts';
import { type AskedGrant, resolveGrants } from './resolve-grants.ts';
import { type Answer, runCommand } from './run-command.ts';
import { writeAudit } from './write-audit.ts';

/** Gives a person a role within the caller's scope. Nobody grants to themselves: `access.own-grant`. */
export function grantRole(
  context: OperationContext,
  command: Command<AskedGrant & { userId: string; validUntil?: string | undefined }>,
): Promise<Answer<{ grantId: string; userId: string }>> {
  const { caller, input } = command;
  return runCommand(context, 'grant-role', command, async (tx) => {
    const now = context.clock.now();
    const may = authorize(caller, 'user.administer');
    if (!may.ok) return may;
    if (input.userId === caller.id) return refuse('access.own-grant', 'Nobody grants a role to themselves');
    const locked = await lockUser(tx, input.userId, now);
    if (!locked.ok) return locked;
    if (!locked.value.user.active) return refuse('user.inactive', `${locked.value.user.name} is not active`);
    const granted = await resolveGrants(tx, caller, 'user.administer', [input], () => '');
    if (!granted.ok) return granted;
    const validUntil = input.validUntil === undefined ? null : new Date(input.validUntil);
    if (validUntil && validUntil <= now) {
      return refuse('request.malformed', 'A grant ends in the future, or never', '/validUntil');
    }

    const grantId = context.newId();
    const row = { id: grantId, userId: input.userId, validFrom: now, validUntil, grantedBy: caller.id };
    await tx.insert(roleGrants).values(granted.value.map((grant) => ({ ...grant, ...row })));
    const { userId, ...after } = input;
    await writeAudit(tx, context, command, [
      { action: 'role.granted', subjectKind: 'user', subjectId: userId, after: { ...after, grantId } },
    ]);
    return allow({ grantId, userId });
  });
}
