import { eq } from 'drizzle-orm';
import { users } from '#db/schema/people.ts';
import { allow, type Result, refuse } from '#domain/result.ts';
import { failuresForgottenMilliseconds, failuresThatCount, lockMilliseconds, refuseLocked } from '#domain/sign-in.ts';
import type { OperationContext } from './context.ts';
import { inTurn } from './in-turn.ts';
import { passwordFits } from './passwords.ts';

type Account = { id: string; name: string; username: string };

const wrong = refuse('access.credentials-wrong', 'The username or the password is wrong');

/**
 * Checks a password. The attempt is booked as failed before it is checked and forgiven when it fits: of many guesses at
 * once none goes uncounted, on however many processes, and a crash in between forgives nothing.
 */
export function tryPassword(context: OperationContext, username: string, password: string): Promise<Result<Account>> {
  return inTurn(`password:${username}`, () => attempt(context, username, password));
}

async function attempt(context: OperationContext, username: string, password: string): Promise<Result<Account>> {
  const booked = await bookAttempt(context, username);
  if (!booked.ok) return booked;
  const account = booked.value;
  if (!(await passwordFits(account?.passwordHash, password)) || !account) return wrong;

  await context.db.update(users).set({ failedSignIns: 0, lockedUntil: null }).where(eq(users.id, account.id));
  return allow({ id: account.id, name: account.name, username });
}

/** Does the same work for accounts that do not exist: the time it takes tells nothing. */
function bookAttempt({ db, clock, newId }: OperationContext, username: string) {
  return db.transaction(async (tx) => {
    const [found] = await tx.select().from(users).where(eq(users.username, username)).for('update');
    const now = clock.now();
    if (found?.active && found.lockedUntil && found.lockedUntil > now) return refuseLocked(found.lockedUntil, now);

    const { failedSignIns = 0, lastFailedSignInAt = null } = found ?? {};
    const counted = failuresThatCount(failedSignIns, lastFailedSignInAt, now, failuresForgottenMilliseconds.name);
    const failures = counted + 1;
    const lock = lockMilliseconds(failures);
    const lockedUntil = lock === 0 ? null : new Date(now.getTime() + lock);
    await tx
      .update(users)
      .set({ failedSignIns: failures, lastFailedSignInAt: now, lockedUntil })
      .where(eq(users.id, found?.id ?? newId()));
    return allow(found?.active ? found : undefined);
  });
}
