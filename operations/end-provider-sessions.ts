import { and, eq, isNull } from 'drizzle-orm';
import { sessions } from '#db/schema/people.ts';
import { allow } from '#domain/result.ts';
import type { Cause, OperationContext } from './context.ts';
import { providerCaller } from './provider-account.ts';
import { type Answer, hashInput, runCommand } from './run-command.ts';
import { writeAudit } from './write-audit.ts';

/** Whose sessions a provider says are over: one of its own sessions, or all of a subject's. */
export type ProviderLogout = { issuer: string; tokenId: string; subject: string | null; sid: string | null };

/** Ends the sessions that came from one of the provider's. The same token again does nothing: a replay ends no later session. */
export function endProviderSessions(
  context: OperationContext,
  logout: ProviderLogout,
  cause: Cause,
): Promise<Answer<{ ended: number }>> {
  const { issuer, tokenId, subject, sid } = logout;
  const commandId = `provider-logout:${hashInput(issuer, tokenId)}`;
  const command = { commandId, caller: providerCaller, cause, input: logout };
  return runCommand(context, 'end-provider-sessions', command, async (tx) => {
    const ended = await tx
      .update(sessions)
      .set({ endedAt: context.clock.now() })
      .where(
        and(
          eq(sessions.providerIssuer, issuer),
          subject === null ? undefined : eq(sessions.providerSubject, subject),
          sid === null ? undefined : eq(sessions.providerSid, sid),
          isNull(sessions.endedAt),
        ),
      )
      .returning({ id: sessions.id });
    await writeAudit(
      tx,
      context,
      command,
      ended.map(({ id }) => ({ action: 'session.ended', subjectKind: 'session', subjectId: id, after: 'provider' })),
    );
    return allow({ ended: ended.length });
  });
}
