import { allow, type Result } from '#domain/result.ts';
import type { Cause, OperationContext } from './context.ts';
import { inTurn } from './in-turn.ts';
import { noteRefusedSignIn } from './note-refused-sign-in.ts';
import { type OpenedSession, openSession, type SessionSettings } from './open-session.ts';
import { bookAttempt, countedAs, settleAttempt } from './sign-in-failures.ts';
import { tryPassword } from './try-password.ts';

export type SignIn = {
  username: string;
  password: string;
  userAgent: string | null;
  /** The part of the internet that it came from, which is counted as one. */
  network: string;
  replaces?: string | undefined;
  cause: Cause;
};

/**
 * Opens a session for a person and answers its token. Not a repeatable command: the answer would have to be stored, and a
 * stored answer here is a stored secret.
 */
export async function signIn(
  context: OperationContext,
  settings: SessionSettings,
  { username, password, userAgent, network, replaces, cause }: SignIn,
): Promise<Result<OpenedSession>> {
  const counted = countedAs(settings.secretKey, { username, network });
  const tried = await inTurn(`sign-in:${username}`, async () => {
    const booked = await bookAttempt(context, counted);
    if (!booked.ok) return booked;
    const answer = await tryPassword(context, username, password);
    await settleAttempt(context, counted, answer.ok);
    return answer;
  });
  if (!tried.ok) {
    await noteRefusedSignIn(context, cause, tried.violation.code);
    return tried;
  }
  const actor = { cause, commandId: `sign-in:${context.newId()}` };
  const session = { account: tried.value, userAgent, replaces };
  return allow(await context.db.transaction((tx) => openSession(tx, context, settings, actor, session)));
}
