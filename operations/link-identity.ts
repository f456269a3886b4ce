import { userIdentities } from '#db/schema/sign-in.ts';
import { allow, refuse } from '#domain/result.ts';
import { everywhere, giveReason } from './check-reason-code.ts';
import type { Command, OperationContext } from './context.ts';
import { lockUser, mayAdminister } from './lock-user.ts';
import { type Answer, runCommand } from './run-command.ts';
import { standsBehind } from './stands-behind.ts';
import { writeAudit } from './write-audit.ts';

export type LinkIdentity = {
  userId: string;
  issuer: string;
  subject: string;
  reason: string;
  reasonCode?: string | undefined;
};

/** Says, on an administrator's word, which identity is a person's. Nobody links their own, and nobody's identity moves. */
export function linkIdentity(
  context: OperationContext,
  command: Command<LinkIdentity>,
): Promise<Answer<Omit<LinkIdentity, 'reason' | 'reasonCode'>>> {
  const { caller, input } = command;
  const { userId, issuer, subject, reason } = input;
  return runCommand(context, 'link-identity', command, async (tx) => {
    const now = context.clock.now();
    if ((await standsBehind(tx, caller)).has(userId))
      return refuse('access.own-grant', 'Another administrator says who you are');
    const locked = await lockUser(tx, userId, now);
    if (!locked.ok) return locked;
    const may = mayAdminister(caller, locked.value);
    if (!may.ok) return may;
    if (!locked.value.user.active) return refuse('user.inactive', `${locked.value.user.name} is not active`);
    const given = await giveReason(tx, context, command, { list: 'access', ...input, scopes: everywhere });
    if (!given.ok) return given;

    const linked = await tx
      .insert(userIdentities)
      .values({ id: context.newId(), userId, issuer, subject, linkedBy: caller.id, linkedAt: now })
      .onConflictDoNothing()
      .returning({ id: userIdentities.id });
    if (linked.length === 0) {
      return refuse(
        'user.identity-taken',
        "This identity is an account's already, or this account has another",
        '/subject',
      );
    }
    await writeAudit(tx, context, given.value, [
      { action: 'user.identity-linked', subjectKind: 'user', subjectId: userId, after: { issuer, subject }, reason },
    ]);
    return allow({ userId, issuer, subject });
  });
}
