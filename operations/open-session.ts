import { and, inArray, isNull } from 'drizzle-orm';
import type { Tx } from '#db/connect.ts';
import { sessions } from '#db/schema/people.ts';
import type { Caller } from '#domain/caller.ts';
import type { SessionMethod } from '#domain/provider-login.ts';
import type { Actor, OperationContext } from './context.ts';
import { fingerprint, newSessionToken, type SecretKeys, withoutTokens } from './secrets.ts';
import { writeAudit } from './write-audit.ts';

export type SessionSettings = { secretKeys: SecretKeys; sessionHours: number };

/** How somebody came in. `replaces`: the HMACs of the token their browser came with, whose session ends with the new one. */
export type NewSession = {
  account: { id: string; name: string };
  userAgent: string | null;
  method: SessionMethod;
  replaces?: readonly string[] | undefined;
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
  { secretKeys, sessionHours }: SessionSettings,
  { cause, commandId }: Pick<Actor, 'cause' | 'commandId'>,
  { account, userAgent, method, replaces = [], provider }: NewSession,
): Promise<OpenedSession> {
  const token = newSessionToken();
  const createdAt = context.clock.now();
  const expiresAt = new Date(createdAt.getTime() + sessionHours * 3_600_000);
  const id = context.newId();
  await tx.insert(sessions).values({
    id,
    userId: account.id,
    tokenHmac: fingerprint(secretKeys[0], token),
    createdAt,
    expiresAt,
    lastSeenAt: createdAt,
    fromAddress: cause.fromAddress ?? null,
    userAgent: userAgent === null ? null : withoutTokens(userAgent).slice(0, 300),
    method,
    providerIssuer: provider?.issuer ?? null,
    providerSubject: provider?.subject ?? null,
    providerSid: provider?.sid ?? null,
  });
  const replaced =
    replaces.length > 0
      ? await tx
          .update(sessions)
          .set({ endedAt: createdAt })
          .where(and(inArray(sessions.tokenHmac, [...replaces]), isNull(sessions.endedAt)))
          .returning({ id: sessions.id })
      : [];
  const caller: Caller = { kind: 'person', id: account.id, name: account.name, grants: [] };
  const after = { expiresAt: expiresAt.toISOString(), method };
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
