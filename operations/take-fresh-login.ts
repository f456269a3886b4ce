import { and, desc, eq, gt, isNull } from 'drizzle-orm';
import type { Tx } from '#db/connect.ts';
import { sessions } from '#db/schema/people.ts';
import { providerLogins } from '#db/schema/sign-in.ts';
import type { OperationContext } from './context.ts';

/**
 * Takes a fresh login at the identity provider in place of the password, for one signing of the session in which it was made.
 * Undefined where there is none that is unused and recent.
 */
export async function takeFreshLogin(
  tx: Tx,
  { clock }: Pick<OperationContext, 'clock'>,
  { userId, sessionId }: { userId: string; sessionId: string },
): Promise<{ authenticatedAt: Date } | undefined> {
  const now = clock.now();
  const [login] = await tx
    .select({ id: providerLogins.id, authenticatedAt: providerLogins.authenticatedAt })
    .from(providerLogins)
    .innerJoin(sessions, and(eq(sessions.id, providerLogins.sessionId), eq(sessions.userId, userId)))
    .where(
      and(
        eq(providerLogins.sessionId, sessionId),
        eq(providerLogins.purpose, 'signing'),
        isNull(providerLogins.usedAt),
        gt(providerLogins.validUntil, now),
      ),
    )
    .orderBy(desc(providerLogins.id))
    .limit(1)
    .for('update', { of: providerLogins });
  if (!login?.authenticatedAt) return undefined;
  await tx.update(providerLogins).set({ usedAt: now }).where(eq(providerLogins.id, login.id));
  return { authenticatedAt: login.authenticatedAt };
}
