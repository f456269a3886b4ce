import { and, eq, isNull } from 'drizzle-orm';
import { sessions, users } from '#db/schema/people.ts';
import { allow, refuse } from '#domain/result.ts';
import { everywhere, giveReason } from './check-reason-code.ts';
import type { Command, OperationContext } from './context.ts';
import { lockUser, mayAdminister } from './lock-user.ts';
import { type Answer, runCommand } from './run-command.ts';
import { writeAudit } from './write-audit.ts';

/** Closes a person's account and ends their sessions. The account stays, because history names it. */
export function deactivateUser(
  context: OperationContext,
  command: Command<{ userId: string; reason: string; reasonCode?: string | undefined }>,
): Promise<Answer<{ userId: string; active: boolean }>> {
  const { caller, input } = command;
  return runCommand(context, 'deactivate-user', command, async (tx) => {
    const now = context.clock.now();
    const locked = await lockUser(tx, input.userId, now);
    if (!locked.ok) return locked;
    const may = mayAdminister(caller, locked.value);
    if (!may.ok) return may;
    if (!locked.value.user.active) return refuse('user.inactive', `${locked.value.user.name} is not active already`);
    const given = await giveReason(tx, context, command, { list: 'access', ...input, scopes: everywhere });
    if (!given.ok) return given;

    await tx.update(users).set({ active: false }).where(eq(users.id, input.userId));
    await tx
      .update(sessions)
      .set({ endedAt: now })
      .where(and(eq(sessions.userId, input.userId), isNull(sessions.endedAt)));
    await writeAudit(tx, context, given.value, [
      { action: 'user.deactivated', subjectKind: 'user', subjectId: input.userId, reason: input.reason },
    ]);
    return allow({ userId: input.userId, active: false });
  });
}
