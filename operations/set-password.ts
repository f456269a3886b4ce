import { and, eq, isNull } from 'drizzle-orm';
import { sessions, users } from '#db/schema/people.ts';
import { allow, refuse } from '#domain/result.ts';
import { firstPasswordHours } from '#domain/sign-in.ts';
import { everywhere, giveReason } from './check-reason-code.ts';
import { mayChoosePassword } from './choose-password.ts';
import type { Command, OperationContext } from './context.ts';
import { firstPassword } from './create-user.ts';
import { lockUser, mayAdminister } from './lock-user.ts';
import { hashPassword } from './passwords.ts';
import { type Answer, runCommand } from './run-command.ts';
import { standsBehind } from './stands-behind.ts';
import { writeAudit } from './write-audit.ts';

/** `mark` stands for the password in the hash that tells repeats apart: keyed, so that it cannot be guessed from. */
export type SetPassword = { userId: string; reason: string; reasonCode?: string | undefined; mark: string };

/** Gives somebody who has forgotten theirs another password, which they change before anything else, and ends their sessions. */
export async function setPassword(
  context: OperationContext,
  password: string,
  command: Command<SetPassword>,
  validHours: number = firstPasswordHours,
): Promise<Answer<{ userId: string; passwordChangeDue: boolean }>> {
  const { caller, input } = command;
  const passwordHash = await hashPassword(password);
  return runCommand(context, 'set-password', command, async (tx) => {
    const now = context.clock.now();
    if ((await standsBehind(tx, caller)).has(input.userId)) {
      return refuse(
        'access.own-grant',
        'Change your own password by POST /v1/me/password, which asks for the present one',
      );
    }
    const locked = await lockUser(tx, input.userId, now);
    if (!locked.ok) return locked;
    const may = mayAdminister(caller, locked.value);
    if (!may.ok) return may;
    const { user } = locked.value;
    if (!user.active) return refuse('user.inactive', `${user.name} is not active`);
    const sound = await mayChoosePassword(context, password, user.username, '/password');
    if (!sound.ok) return sound;
    const given = await giveReason(tx, context, command, { list: 'access', ...input, scopes: everywhere });
    if (!given.ok) return given;

    const unlocked = { failedSignIns: 0, lockedUntil: null };
    await tx
      .update(users)
      .set({ passwordHash, ...firstPassword(now, validHours), ...unlocked })
      .where(eq(users.id, user.id));
    await tx
      .update(sessions)
      .set({ endedAt: now })
      .where(and(eq(sessions.userId, user.id), isNull(sessions.endedAt)));
    await writeAudit(tx, context, given.value, [
      { action: 'user.password-set', subjectKind: 'user', subjectId: user.id, reason: input.reason },
    ]);
    return allow({ userId: user.id, passwordChangeDue: true });
  });
}
