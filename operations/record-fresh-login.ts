import { and, eq, gt, isNull } from 'drizzle-orm';
import { sessions, users } from '#db/schema/people.ts';
import { providerLogins, userIdentities } from '#db/schema/sign-in.ts';
import type { Caller } from '#domain/caller.ts';
import { freshLoginMinutes, type ProviderPerson } from '#domain/provider-login.ts';
import { allow, type Result, refuse } from '#domain/result.ts';
import type { Cause, OperationContext } from './context.ts';
import { noteRefusedSignIn } from './note-refused-sign-in.ts';
import { runCommand } from './run-command.ts';
import { writeAudit } from './write-audit.ts';

export type FreshLogin = { loginId: string; sessionId: string; person: ProviderPerson; cause: Cause };

/**
 * Keeps that the person of an open session has just proved again who they are, so that they may sign once. Refuses
 * `provider.other-person` when somebody else did.
 */
export async function recordFreshLogin(
  context: OperationContext,
  { loginId, sessionId, person, cause }: FreshLogin,
): Promise<Result<{ validUntil: string }>> {
  const { issuer, subject } = person;
  const [found] = await context.db
    .select({ userId: users.id, name: users.name })
    .from(sessions)
    .innerJoin(users, and(eq(users.id, sessions.userId), eq(users.active, true)))
    .innerJoin(
      userIdentities,
      and(eq(userIdentities.userId, users.id), eq(userIdentities.issuer, issuer), eq(userIdentities.subject, subject)),
    )
    .where(and(eq(sessions.id, sessionId), isNull(sessions.endedAt), gt(sessions.expiresAt, context.clock.now())));
  if (!found) {
    await noteRefusedSignIn(context, cause, 'provider.other-person');
    return refuse('provider.other-person', 'Whoever logged in is not the one who is signed in here');
  }
  const caller: Caller = { kind: 'person', id: found.userId, name: found.name, grants: [] };
  const command = { commandId: `provider-login:${loginId}`, caller, cause, input: { loginId } };
  return runCommand(context, 'record-fresh-login', command, async (tx) => {
    const now = context.clock.now();
    const validUntil = new Date(now.getTime() + freshLoginMinutes * 60_000);
    await tx
      .update(providerLogins)
      .set({ authenticatedAt: new Date(person.authenticatedAt ?? now), validUntil })
      .where(eq(providerLogins.id, loginId));
    await writeAudit(tx, context, command, [
      { action: 'session.proved-again', subjectKind: 'session', subjectId: sessionId, after: { issuer } },
    ]);
    return allow({ validUntil: validUntil.toISOString() });
  });
}
