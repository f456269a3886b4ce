import { providerLogins } from '#db/schema/sign-in.ts';
import { type LoginPurpose, loginOver } from '#domain/provider-login.ts';
import { allow, type Result } from '#domain/result.ts';
import type { OperationContext } from './context.ts';

export type ProviderLogin = { flowHmac: string; purpose: LoginPurpose; sessionId: string | null };

/** Takes what came back from the provider for its one use, before anything is asked about it: a second one is refused. */
export async function claimProviderLogin(
  { db, clock, newId }: OperationContext,
  login: ProviderLogin,
): Promise<Result<{ loginId: string }>> {
  const [claimed] = await db
    .insert(providerLogins)
    .values({ ...login, id: newId(), claimedAt: clock.now() })
    .onConflictDoNothing()
    .returning({ loginId: providerLogins.id });
  return claimed ? allow(claimed) : loginOver;
}
