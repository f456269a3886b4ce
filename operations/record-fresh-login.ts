import { and, eq, gt, isNull } from 'drizzle-orm';
import { sessions, users } from '#db/schema/people.ts';
import { providerLogins, userIdentities } from '#db/schema/sign-in.ts';
import type { Caller } from '#domain/caller.ts';
import { freshLoginMinutes, type ProviderPerson, withoutRole } from '#domain/provider-login.ts';
import { allow, type Result, refuse } from '#domain/result.ts';
import { type MappedRole, rolesFromClaims } from '#domain/role-mapping.ts';
import type { Cause, OperationContext } from './context.ts';
import { lockUser } from './lock-user.ts';
import { noteRefusedSignIn } from './note-refused-sign-in.ts';
import { providerCaller } from './provider-account.ts';
import { followProvider } from './provider-grants.ts';
import { runCommand } from './run-command.ts';
import { writeAudit } from './write-audit.ts';

export type FreshLogin = {
  loginId: string;
  sessionId: string;
  person: ProviderPerson;
  roles: readonly MappedRole[];
  cause: Cause;
};

/**
 * Keeps that the person of an open session has just proved again who they are, so that they may sign once, and follows the
 * provider about their roles as at a sign-in. Refuses `provider.other-person` when somebody else did.
 */
export async function recordFreshLogin(
  context: OperationContext,
  { loginId, sessionId, person, roles, cause }: FreshLogin,
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
  const answer = await runCommand<unknown, { validUntil: string | null }>(
    context,
    'record-fresh-login',
    command,
    async (tx) => {
      const now = context.clock.now();
      const locked = await lockUser(tx, found.userId, now);
      if (!locked.ok) return locked;
      const mapped = rolesFromClaims(roles, person.claims);
      const byProvider = { ...command, caller: providerCaller };
      if (!(await followProvider(tx, context, byProvider, found.userId, mapped))) return allow({ validUntil: null });
      const validUntil = new Date(now.getTime() + freshLoginMinutes * 60_000);
      await tx
        .update(providerLogins)
        // Its clock may be ahead of ours by the skew that is allowed; nobody has proved anything in the future.
        .set({
          authenticatedAt: new Date(Math.min(person.authenticatedAt ?? now.getTime(), now.getTime())),
          validUntil,
        })
        .where(eq(providerLogins.id, loginId));
      await writeAudit(tx, context, command, [
        { action: 'session.proved-again', subjectKind: 'session', subjectId: sessionId, after: { issuer } },
      ]);
      return allow({ validUntil: validUntil.toISOString() });
    },
  );
  if (!answer.ok) return answer;
  const { validUntil } = answer.value;
  if (validUntil !== null) return allow({ validUntil });
  const refused = withoutRole(found.name);
  await noteRefusedSignIn(context, cause, refused.violation.code);
  return refused;
}
