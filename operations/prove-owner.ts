import { eq } from 'drizzle-orm';
import { users } from '#db/schema/people.ts';
import type { Caller } from '#domain/caller.ts';
import type { Result } from '#domain/result.ts';
import type { OperationContext } from './context.ts';
import type { SecretKeys } from './secrets.ts';
import { type ProvedAccount, tryPassword } from './try-password.ts';

/** With what somebody who is signed in proves that the account is theirs before they change how it is opened. */
export type OwnerProof = { password: string; code?: string | undefined };

/** A recovery code will do: whoever lost their authenticator replaces it. A wrong password counts towards the lock. */
export async function proveOwner(
  context: OperationContext,
  secretKeys: SecretKeys,
  caller: Caller,
  { password, code }: OwnerProof,
): Promise<Result<ProvedAccount>> {
  const [account] = await context.db.select({ username: users.username }).from(users).where(eq(users.id, caller.id));
  const credentials = { username: account?.username ?? '', password, code, recovery: true };
  const tried = await tryPassword(context, secretKeys, credentials);
  return tried.ok ? tried : { ok: false, violation: { pointer: '/password', ...tried.violation } };
}
