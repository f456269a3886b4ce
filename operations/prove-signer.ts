import { eq } from 'drizzle-orm';
import type { Tx } from '#db/connect.ts';
import { users } from '#db/schema/people.ts';
import type { Caller } from '#domain/caller.ts';
import { allow, type Result, refuse } from '#domain/result.ts';
import type { SigningMethod } from '#domain/signatures.ts';
import type { OperationContext } from './context.ts';
import type { SecretKeys } from './secrets.ts';
import { takeFreshLogin } from './take-fresh-login.ts';
import { tryPassword } from './try-password.ts';

/**
 * With what somebody who is signed in proves again that it is them: a password, with a code where their account has a second
 * factor, or else a fresh login at the provider.
 */
export type SignerProof = { password?: string | undefined; code?: string | undefined; sessionId: string };

const unproven = refuse(
  'signature.proof-missing',
  'Send your password, or log in afresh at GET /v1/sessions/oidc/signing: a signature takes proof that it is you',
  '/password',
);

/** How it was proved, and what it takes of the proof in the transaction that signs; answers when it was given. */
export type Proven = { method: SigningMethod; take(tx: Tx): Promise<Result<Date>> };

/**
 * Proves that it is the caller who signs, now (21 CFR 11.200(a)(1)). A wrong password counts towards the account's lock as
 * one at the sign-in does. A fresh login and a code are used up by the signing itself: where that does not
 * come about, they are not spent.
 */
export async function proveSigner(
  context: OperationContext,
  secretKeys: SecretKeys,
  caller: Caller,
  { password, code, sessionId }: SignerProof,
): Promise<Result<Proven>> {
  if (password === undefined) {
    const login = { userId: caller.id, sessionId };
    const take = async (tx: Tx) => {
      const fresh = await takeFreshLogin(tx, context, login);
      return fresh ? allow(fresh.authenticatedAt) : unproven;
    };
    return allow({ method: 'oidc', take });
  }
  const [account] = await context.db.select({ username: users.username }).from(users).where(eq(users.id, caller.id));
  const tried = await tryPassword(context, secretKeys, { username: account?.username ?? '', password, code });
  if (!tried.ok) return { ok: false, violation: { pointer: '/password', ...tried.violation } };
  const { useCode } = tried.value;
  return allow({
    method: tried.value.method === 'password' ? 'password' : 'password_and_code',
    take: async (tx) => {
      const used = await useCode(tx);
      return used.ok ? allow(context.clock.now()) : used;
    },
  });
}
