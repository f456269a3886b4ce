import { sessions } from '#db/schema/people.ts';
import type { Caller } from '#domain/caller.ts';
import { allow, type Result } from '#domain/result.ts';
import type { Cause, OperationContext } from './context.ts';
import { fingerprint, newSessionToken } from './secrets.ts';
import { tryPassword } from './try-password.ts';
import { writeAudit } from './write-audit.ts';

export type SignIn = { username: string; password: string; userAgent: string | null; cause: Cause };

export type SignedIn = {
  token: string;
  session: { sessionId: string; userId: string; name: string; createdAt: string; expiresAt: string };
};

const anonymous: Caller = { kind: 'person', id: 'anonymous', name: 'Somebody not signed in', grants: [] };

/**
 * Opens a session for a person and answers its token, the only time it is told. Not a repeatable command: the answer
 * would have to be stored, and a stored answer here is a stored secret. Each sign-in makes a new token, so that one
 * planted beforehand is worth nothing.
 */
export async function signIn(
  context: OperationContext,
  settings: { secretKey: string; sessionHours: number },
  { username, password, userAgent, cause }: SignIn,
): Promise<Result<SignedIn>> {
  const { db, clock, newId } = context;
  const tried = await tryPassword(context, username, password);
  const commandId = `sign-in:${newId()}`;
  if (!tried.ok) {
    // The name is left out: people type their password into the wrong field.
    const failed = {
      action: 'sign-in.refused',
      subjectKind: 'session',
      subjectId: 'none',
      after: tried.violation.code,
    };
    await db.transaction((tx) => writeAudit(tx, context, { caller: anonymous, cause, commandId }, [failed]));
    return tried;
  }

  const account = tried.value;
  const token = newSessionToken();
  const createdAt = clock.now();
  const expiresAt = new Date(createdAt.getTime() + settings.sessionHours * 3_600_000);
  const id = newId();
  await db.transaction(async (tx) => {
    await tx.insert(sessions).values({
      id,
      userId: account.id,
      tokenHmac: fingerprint(settings.secretKey, token),
      createdAt,
      expiresAt,
      lastSeenAt: createdAt,
      fromAddress: cause.fromAddress ?? null,
      userAgent: userAgent?.slice(0, 300) ?? null,
    });
    const caller: Caller = { kind: 'person', id: account.id, name: account.name, grants: [] };
    await writeAudit(tx, context, { caller, cause, commandId }, [
      {
        action: 'session.opened',
        subjectKind: 'session',
        subjectId: id,
        after: { expiresAt: expiresAt.toISOString() },
      },
    ]);
  });
  const session = { sessionId: id, userId: account.id, name: account.name };
  return allow({
    token,
    session: { ...session, createdAt: createdAt.toISOString(), expiresAt: expiresAt.toISOString() },
  });
}
