import { and, desc, eq, gt, isNull } from 'drizzle-orm';
import type { Tx } from '#db/connect.ts';
import { sessions } from '#db/schema/people.ts';
import { providerLogins } from '#db/schema/sign-in.ts';
import { allow, type Result, refuse } from '#domain/result.ts';
import type { OperationContext } from './context.ts';

/**
 * Takes a fresh login at the identity provider in place of the password, for one signing of the session in which it was made.
 * Refuses `provider.login-missing` where there is none that is unused and recent.
 */
export async function takeFreshLogin(
  tx: Tx,
  { clock }: Pick<OperationContext, 'clock'>,
  { userId, sessionId }: { userId: string; sessionId: string },
): Promise<Result<{ authenticatedAt: Date }>> {
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
  if (!login?.authenticatedAt) {
    return refuse(
      'provider.login-missing',
      'Log in afresh first, at GET /v1/sessions/oidc/signing, or send your password',
    );
  }
  await tx.update(providerLogins).set({ usedAt: now }).where(eq(providerLogins.id, login.id));
  return allow({ authenticatedAt: login.authenticatedAt });
}
