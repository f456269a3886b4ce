import { allow, type Result } from '#domain/result.ts';
import type { Cause, OperationContext } from './context.ts';
import { inTurn } from './in-turn.ts';
import { noteRefusedSignIn } from './note-refused-sign-in.ts';
import { type OpenedSession, openSession, type SessionSettings } from './open-session.ts';
import { type AttemptOutcome, bookAttempt, countedAs, settleAttempt } from './sign-in-failures.ts';
import { type ProvedAccount, tryPassword } from './try-password.ts';

export type SignIn = {
  username: string;
  password: string;
  /** Of the second factor, where the account has one. */
  code?: string | undefined;
  userAgent: string | null;
  /** The part of the internet that it came from, which is counted as one. */
  network: string;
  replaces?: readonly string[] | undefined;
  cause: Cause;
};

/**
 * Opens a session for a person and answers its token. Not a repeatable command: the answer would have to be stored, and a
 * stored answer here is a stored secret.
 */
export async function signIn(
  context: OperationContext,
  settings: SessionSettings,
  { username, password, code, userAgent, network, replaces, cause }: SignIn,
): Promise<Result<OpenedSession>> {
  const { secretKeys } = settings;
  const counted = countedAs(secretKeys[0], { username, network });
  const tried = await inTurn(`sign-in:${username}`, async () => {
    const booked = await bookAttempt(context, counted);
    if (!booked.ok) return booked;
    const answer = await tryPassword(context, secretKeys, { username, password, code, recovery: true });
    await settleAttempt(context, counted, outcomeOf(answer));
    return answer;
  });
  const opened = tried.ok ? await open(context, settings, tried.value, { userAgent, replaces, cause }) : tried;
  if (!opened.ok) await noteRefusedSignIn(context, cause, opened.violation.code);
  return opened;
}

/** Whoever is asked for their code has failed at nothing yet, but not come in either: it counts for the name alone. */
const outcomeOf = (answer: Result<unknown>): AttemptOutcome =>
  answer.ok ? 'right' : answer.violation.code === 'second-factor.code-missing' ? 'unfinished' : 'wrong';

/** Opens the session and uses the code up with it: of two sign-ins with one code, one comes in. */
async function open(
  context: OperationContext,
  settings: SessionSettings,
  { id, name, method, useCode }: ProvedAccount,
  { cause, ...session }: Pick<SignIn, 'userAgent' | 'replaces' | 'cause'>,
): Promise<Result<OpenedSession>> {
  const actor = { cause, commandId: `sign-in:${context.newId()}` };
  return await context.db.transaction(async (tx) => {
    const used = await useCode(tx);
    if (!used.ok) return used;
    return allow(await openSession(tx, context, settings, actor, { account: { id, name }, method, ...session }));
  });
}
