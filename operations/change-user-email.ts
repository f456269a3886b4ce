import { eq } from 'drizzle-orm';
import { users } from '#db/schema/people.ts';
import { allow } from '#domain/result.ts';
import type { Command, OperationContext } from './context.ts';
import { lockUser, mayAdminister } from './lock-user.ts';
import { type Answer, runCommand } from './run-command.ts';
import { writeAudit } from './write-audit.ts';

/** Sets where a person gets mail, or that they get none. Administrators do: what must reach people is not theirs to redirect. */
export function changeUserEmail(
  context: OperationContext,
  command: Command<{ userId: string; email: string | null }>,
): Promise<Answer<{ userId: string; email: string | null }>> {
  const { caller, input } = command;
  return runCommand(context, 'change-user-email', command, async (tx) => {
    const locked = await lockUser(tx, input.userId, context.clock.now());
    if (!locked.ok) return locked;
    // Notifications go there, and tell of everything the person works on.
    const may = mayAdminister(caller, locked.value);
    if (!may.ok) return may;
    await tx.update(users).set({ email: input.email }).where(eq(users.id, input.userId));
    await writeAudit(tx, context, command, [
      {
        action: 'user.email_changed',
        subjectKind: 'user',
        subjectId: input.userId,
        before: { email: locked.value.user.email },
        after: { email: input.email },
      },
    ]);
    return allow({ userId: input.userId, email: input.email });
  });
}
