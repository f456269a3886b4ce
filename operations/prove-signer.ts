import { eq } from 'drizzle-orm';
import { users } from '#db/schema/people.ts';
import type { Caller } from '#domain/caller.ts';
import { allow, type Result, refuse } from '#domain/result.ts';
import type { SigningMethod } from '#domain/signatures.ts';
import type { OperationContext } from './context.ts';
import { takeFreshLogin } from './take-fresh-login.ts';
import { tryPassword } from './try-password.ts';

/** With what somebody who is signed in proves again that it is them: a password, or else a fresh login at the provider. */
export type SignerProof = { password?: string | undefined; sessionId: string };

const unproven = refuse(
  'signature.proof-missing',
  'Send your password, or log in afresh at GET /v1/sessions/oidc/signing: a signature takes proof that it is you',
  '/password',
);

/**
 * Proves that it is the caller who signs, now (21 CFR 11.200(a)(1)). A wrong password counts towards the account's lock as
 * one at the sign-in does.
 */
export async function proveSigner(
  context: OperationContext,
  caller: Caller,
  { password, sessionId }: SignerProof,
): Promise<Result<SigningMethod>> {
  if (password === undefined) {
    const login = { userId: caller.id, sessionId };
    const fresh = await context.db.transaction((tx) => takeFreshLogin(tx, context, login));
    return fresh ? allow('oidc') : unproven;
  }
  const [account] = await context.db.select({ username: users.username }).from(users).where(eq(users.id, caller.id));
  const tried = await tryPassword(context, account?.username ?? '', password);
  return tried.ok ? allow('password') : { ok: false, violation: { ...tried.violation, pointer: '/password' } };
}
