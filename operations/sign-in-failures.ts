import { eq, sql } from 'drizzle-orm';
import type { Tx } from '#db/connect.ts';
import { signInFailures } from '#db/schema/sign-in.ts';
import { allow, type Result } from '#domain/result.ts';
import {
  failuresForgottenMilliseconds,
  failuresThatCount,
  lockMilliseconds,
  networkLockMilliseconds,
  refuseLocked,
} from '#domain/sign-in.ts';
import type { OperationContext } from './context.ts';
import { fingerprint } from './secrets.ts';

/** Who is counted: a name, whether anybody has it or not, and a network. As HMACs: people type passwords into the wrong field. */
export type Counted = { name: string; network: string };

export const countedAs = (
  secretKey: string,
  { username, network }: { username: string; network: string },
): Counted => ({
  name: `name:${fingerprint(secretKey, `name:${username}`)}`,
  network: `network:${fingerprint(secretKey, `network:${network}`)}`,
});

/**
 * Books an attempt as failed before it is made, unless its name or its network is locked. It asks nothing about accounts, so
 * that a name that nobody has locks like any other.
 */
export function bookAttempt({ db, clock }: OperationContext, { name, network }: Counted): Promise<Result<void>> {
  return db.transaction(async (tx) => {
    const now = clock.now();
    const [locked] = await tx.select().from(signInFailures).where(eq(signInFailures.key, network));
    if (locked?.lockedUntil && locked.lockedUntil > now) {
      return refuseLocked(locked.lockedUntil, now, 'this network is');
    }
    return addFailure(tx, name, now, { forgottenAfter: failuresForgottenMilliseconds.name, lock: lockMilliseconds });
  });
}

export type AttemptOutcome = 'right' | 'wrong' | 'unfinished';

/** After the attempt: a name that was right begins anew; what failed counts for its network too. */
export async function settleAttempt(
  { db, clock }: OperationContext,
  counted: Counted,
  outcome: AttemptOutcome,
): Promise<void> {
  if (outcome === 'unfinished') return;
  if (outcome === 'right') {
    await db.delete(signInFailures).where(eq(signInFailures.key, counted.name));
    return;
  }
  const rule = { forgottenAfter: failuresForgottenMilliseconds.network, lock: networkLockMilliseconds };
  await db.transaction(async (tx) => {
    const now = clock.now();
    await addFailure(tx, counted.network, now, rule);
    await forgetOld(tx, now);
  });
}

/**
 * The same for codes that somebody who is signed in types to prove a new authenticator: answers what books it as right. Whoever
 * found a session open must not get it proved, and its recovery codes, by trying them all.
 */
export async function bookProof({ db, clock }: OperationContext, userId: string): Promise<Result<() => Promise<void>>> {
  const key = `proof:${userId}`;
  const rule = { forgottenAfter: failuresForgottenMilliseconds.name, lock: lockMilliseconds };
  const booked = await db.transaction((tx) => addFailure(tx, key, clock.now(), rule));
  return booked.ok
    ? allow(async () => void (await db.delete(signInFailures).where(eq(signInFailures.key, key))))
    : booked;
}

type Rule = { forgottenAfter: number; lock: (failures: number) => number };

async function addFailure(tx: Tx, key: string, now: Date, { forgottenAfter, lock }: Rule): Promise<Result<void>> {
  await tx.insert(signInFailures).values({ key, failures: 0, lastFailedAt: now }).onConflictDoNothing();
  const [row] = await tx.select().from(signInFailures).where(eq(signInFailures.key, key)).for('update');
  if (row?.lockedUntil && row.lockedUntil > now) return refuseLocked(row.lockedUntil, now);

  const failures = failuresThatCount(row?.failures ?? 0, row?.lastFailedAt ?? null, now, forgottenAfter) + 1;
  const milliseconds = lock(failures);
  const lockedUntil = milliseconds === 0 ? null : new Date(now.getTime() + milliseconds);
  await tx.update(signInFailures).set({ failures, lastFailedAt: now, lockedUntil }).where(eq(signInFailures.key, key));
  return allow(undefined);
}

/** A few at a time and none that somebody else is at, so that guessing many names fills no table. */
async function forgetOld(tx: Tx, now: Date): Promise<void> {
  const before = new Date(now.getTime() - failuresForgottenMilliseconds.name).toISOString();
  await tx.execute(sql`
    delete from ${signInFailures} where key in (
      select key from ${signInFailures} where last_failed_at < ${before}::timestamptz limit 100 for update skip locked)`);
}
