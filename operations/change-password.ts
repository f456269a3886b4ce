import { and, eq, isNull, ne } from 'drizzle-orm';
import { sessions, users } from '#db/schema/people.ts';
import { allow, refuse } from '#domain/result.ts';
import { mayChoosePassword } from './choose-password.ts';
import type { Command, OperationContext } from './context.ts';
import { lockUser } from './lock-user.ts';
import { hashPassword } from './passwords.ts';
import { type Answer, findEarlierAnswer, runCommand } from './run-command.ts';
import type { SecretKeys } from './secrets.ts';
import { tryPassword } from './try-password.ts';
import { writeAudit } from './write-audit.ts';

export type Passwords = { current: string; next: string; code?: string | undefined };

/** `mark` stands for both passwords in the hash that tells repeats apart: keyed, so that it cannot be guessed from. */
export type ChangePassword = { sessionId: string | null; mark: string };

/** Changes the caller's own password, which they prove to know, and ends their other sessions. */
export async function changePassword(
  context: OperationContext,
  secretKeys: SecretKeys,
  { current, next, code }: Passwords,
  command: Command<ChangePassword>,
): Promise<Answer<{ changed: true }>> {
  const { caller, input } = command;
  // A repeat would prove the old password, which is gone.
  const earlier = await findEarlierAnswer<{ changed: true }>(context, 'change-password', command.commandId, input);
  if (earlier) return earlier;

  const [account] = await context.db.select({ username: users.username }).from(users).where(eq(users.id, caller.id));
  const proven = await tryPassword(context, secretKeys, { username: account?.username ?? '', password: current, code });
  if (!proven.ok) return { ok: false, violation: { pointer: '/currentPassword', ...proven.violation } };
  if (next === current) return refuse('password.too-weak', 'The new password is the present one', '/newPassword');
  const { username, useCode } = proven.value;
  const sound = await mayChoosePassword(context, next, username, '/newPassword');
  if (!sound.ok) return sound;

  const passwordHash = await hashPassword(next);
  return runCommand(context, 'change-password', command, async (tx) => {
    const now = context.clock.now();
    const locked = await lockUser(tx, caller.id, now);
    if (!locked.ok) return locked;
    const used = await useCode(tx);
    if (!used.ok) return used;
    const chosen = { passwordHash, passwordChangeDue: false, passwordValidUntil: null };
    await tx.update(users).set(chosen).where(eq(users.id, caller.id));
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
