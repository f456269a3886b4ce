import { roleGrants } from '#db/schema/people.ts';
import { authorize } from '#domain/caller.ts';
import { allow, refuse } from '#domain/result.ts';
import type { Command, OperationContext } from './context.ts';
import { lockUser } from './lock-user.ts';
import { type AskedGrant, resolveGrants } from './resolve-grants.ts';
import { type Answer, runCommand } from './run-command.ts';
import { standsBehind } from './stands-behind.ts';
import { writeAudit } from './write-audit.ts';

/** Gives a person a role within the caller's scope. From an instant, until another. Nobody grants to themselves: `access.own-grant`. */
export function grantRole(
  context: OperationContext,
  command: Command<AskedGrant & { userId: string; validFrom?: string | undefined; validUntil?: string | undefined }>,
): Promise<Answer<{ grantId: string; userId: string }>> {
  const { caller, input } = command;
  return runCommand(context, 'grant-role', command, async (tx) => {
    const now = context.clock.now();
    const may = authorize(caller, 'user.administer');
    if (!may.ok) return may;
    if ((await standsBehind(tx, caller)).has(input.userId))
      return refuse(
        'access.own-grant',
        'Nobody grants a role to themselves, on behalf of a colleague or by a key neither',
      );
    const locked = await lockUser(tx, input.userId, now);
    if (!locked.ok) return locked;
    if (!locked.value.user.active) return refuse('user.inactive', `${locked.value.user.name} is not active`);
    const granted = await resolveGrants(tx, caller, 'user.administer', [input], () => '');
    if (!granted.ok) return granted;
    const validUntil = input.validUntil === undefined ? null : new Date(input.validUntil);
    const validFrom = input.validFrom === undefined ? now : new Date(input.validFrom);
    if (validFrom < now) return refuse('request.malformed', 'A grant begins now or later', '/validFrom');
    if (validUntil && validUntil <= validFrom) {
      return refuse('request.malformed', 'A grant ends after it begins, in the future, or never', '/validUntil');
    }

    const grantId = context.newId();
    const row = { id: grantId, userId: input.userId, validFrom, validUntil, grantedBy: caller.id };
    await tx.insert(roleGrants).values(granted.value.map((grant) => ({ ...grant, ...row })));
    const { userId, ...after } = input;
    await writeAudit(tx, context, command, [
      { action: 'role.granted', subjectKind: 'user', subjectId: userId, after: { ...after, grantId } },
    ]);
    return allow({ grantId, userId });
  });
}
