import { and, eq, isNull } from 'drizzle-orm';
import type { Tx } from '#db/connect.ts';
import { sessions } from '#db/schema/people.ts';
import type { Caller } from '#domain/caller.ts';
import type { Actor, OperationContext } from './context.ts';
import { fingerprint, newSessionToken } from './secrets.ts';
import { writeAudit } from './write-audit.ts';

export type SessionSettings = { secretKey: string; sessionHours: number };

/** How somebody came in. `replaces` is the HMAC of the token their browser came with: its session ends with the new one. */
export type NewSession = {
  account: { id: string; name: string };
  userAgent: string | null;
  replaces?: string | undefined;
  provider?: { issuer: string; subject: string; sid: string | null };
};

export type OpenedSession = {
  token: string;
  session: { sessionId: string; userId: string; name: string; createdAt: string; expiresAt: string };
};

/**
 * Opens a session with a token of its own, the only time it is told: one planted in a browser beforehand is worth nothing
 * (session fixation), and one that was there is worth nothing afterwards.
 */
export async function openSession(
  tx: Tx,
  context: OperationContext,
  { secretKey, sessionHours }: SessionSettings,
  { cause, commandId }: Pick<Actor, 'cause' | 'commandId'>,
  { account, userAgent, replaces, provider }: NewSession,
): Promise<OpenedSession> {
  const token = newSessionToken();
  const createdAt = context.clock.now();
  const expiresAt = new Date(createdAt.getTime() + sessionHours * 3_600_000);
  const id = context.newId();
  await tx.insert(sessions).values({
    id,
    userId: account.id,
    tokenHmac: fingerprint(secretKey, token),
    createdAt,
    expiresAt,
    lastSeenAt: createdAt,
    fromAddress: cause.fromAddress ?? null,
    userAgent: userAgent?.slice(0, 300) ?? null,
    method: provider ? 'provider' : 'password',
    providerIssuer: provider?.issuer ?? null,
    providerSubject: provider?.subject ?? null,
    providerSid: provider?.sid ?? null,
  });
  const replaced = replaces
    ? await tx
        .update(sessions)
        .set({ endedAt: createdAt })
        .where(and(eq(sessions.tokenHmac, replaces), isNull(sessions.endedAt)))
        .returning({ id: sessions.id })
    : [];
  const caller: Caller = { kind: 'person', id: account.id, name: account.name, grants: [] };
  const after = { expiresAt: expiresAt.toISOString(), method: provider ? 'provider' : 'password' };
  await writeAudit(tx, context, { caller, cause, commandId }, [
    { action: 'session.opened', subjectKind: 'session', subjectId: id, after },
    ...replaced.map((old) => ({ action: 'session.replaced', subjectKind: 'session', subjectId: old.id, after: id })),
  ]);
  const session = { sessionId: id, userId: account.id, name: account.name };
  return {
    token,
    session: { ...session, createdAt: createdAt.toISOString(), expiresAt: expiresAt.toISOString() },
  };
}
