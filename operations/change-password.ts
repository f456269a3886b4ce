import { and, eq, isNull, ne } from 'drizzle-orm';
import { sessions, users } from '#db/schema/people.ts';
import { allow, refuse } from '#domain/result.ts';
import { checkPassword } from '#domain/sign-in.ts';
import type { Command, OperationContext } from './context.ts';
import { lockUser } from './lock-user.ts';
import { hashPassword } from './passwords.ts';
import { type Answer, findEarlierAnswer, runCommand } from './run-command.ts';
import { tryPassword } from './try-password.ts';
import { writeAudit } from './write-audit.ts';

export type Passwords = { current: string; next: string };

/** `mark` stands for both passwords in the hash that tells repeats apart: keyed, so that it cannot be guessed from. */
export type ChangePassword = { sessionId: string | null; mark: string };

/** Changes the caller's own password, which they prove to know, and ends their other sessions. */
export async function changePassword(
  context: OperationContext,
  { current, next }: Passwords,
  command: Command<ChangePassword>,
): Promise<Answer<{ changed: true }>> {
  const { caller, input } = command;
  // A repeat would prove the old password, which is gone.
  const earlier = await findEarlierAnswer<{ changed: true }>(context, 'change-password', command.commandId, input);
  if (earlier) return earlier;

  const [account] = await context.db.select({ username: users.username }).from(users).where(eq(users.id, caller.id));
  const proven = await tryPassword(context, account?.username ?? '', current);
  if (!proven.ok) return { ok: false, violation: { ...proven.violation, pointer: '/currentPassword' } };
  if (next === current) return refuse('password.too-weak', 'The new password is the present one', '/newPassword');
  const sound = checkPassword(next, proven.value.username, '/newPassword');
  if (!sound.ok) return sound;

  const passwordHash = await hashPassword(next);
  return runCommand(context, 'change-password', command, async (tx) => {
    const now = context.clock.now();
    const locked = await lockUser(tx, caller.id, now);
    if (!locked.ok) return locked;
    await tx.update(users).set({ passwordHash, passwordChangeDue: false }).where(eq(users.id, caller.id));
    const others = input.sessionId === null ? undefined : ne(sessions.id, input.sessionId);
    await tx
      .update(sessions)
      .set({ endedAt: now })
      .where(and(eq(sessions.userId, caller.id), isNull(sessions.endedAt), others));
    await writeAudit(tx, context, command, [
      { action: 'user.password-changed', subjectKind: 'user', subjectId: caller.id },
    ]);
    return allow({ changed: true as const });
  });
}
