import { eq } from 'drizzle-orm';
import { users } from '#db/schema/people.ts';
import type { SessionMethod } from '#domain/provider-login.ts';
import { allow, type Result, refuse } from '#domain/result.ts';
import { failuresForgottenMilliseconds, failuresThatCount, lockMilliseconds, refuseLocked } from '#domain/sign-in.ts';
import type { OperationContext } from './context.ts';
import { inTurn } from './in-turn.ts';
import { passwordFits } from './passwords.ts';
import { checkSecondFactor, type SecondProof } from './second-factor-proof.ts';
import type { SecretKeys } from './secrets.ts';

/** With what somebody proves that an account is theirs. `recovery`: a code for the day the authenticator is lost will do. */
export type Credentials = { username: string; password: string; code?: string | undefined; recovery?: boolean };

/** An account that somebody proved to be theirs. `useCode` belongs into the transaction of what they proved it for. */
export type ProvedAccount = {
  id: string;
  name: string;
  username: string;
  method: Exclude<SessionMethod, 'provider'>;
  useCode: SecondProof['use'];
};

const wrong = refuse('access.credentials-wrong', 'The username or the password is wrong');
const over = refuse(
  'access.first-password-over',
  'Somebody else chose this password some time ago, and it is no longer good: ask an administrator for another one',
);
const methods = {
  none: 'password',
  authenticator: 'password_and_code',
  recovery: 'password_and_recovery_code',
} as const;

/**
 * Checks a password, and the second factor of an account that has one. The attempt is booked as failed before it is checked
 * and forgiven when all of it fits: of many guesses at once none goes uncounted, on however many processes, and a crash in
 * between forgives nothing.
 */
export function tryPassword(
  context: OperationContext,
  secretKeys: SecretKeys,
  credentials: Credentials,
): Promise<Result<ProvedAccount>> {
  return inTurn(`password:${credentials.username}`, () => attempt(context, secretKeys, credentials));
}

async function attempt(
  context: OperationContext,
  secretKeys: SecretKeys,
  { username, password, code, recovery = false }: Credentials,
): Promise<Result<ProvedAccount>> {
  const booked = await bookAttempt(context, username);
  if (!booked.ok) return booked;
  const account = booked.value;
  if (!(await passwordFits(account?.passwordHash, password)) || !account) return wrong;
  const { id, name, passwordValidUntil } = account;
  if (passwordValidUntil && passwordValidUntil <= context.clock.now()) return over;
  const proved = await checkSecondFactor(context, secretKeys, id, { code, recovery });
  if (!proved.ok) return proved;

  await context.db.update(users).set({ failedSignIns: 0, lockedUntil: null }).where(eq(users.id, id));
  return allow({ id, name, username, method: methods[proved.value.kind], useCode: proved.value.use });
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
