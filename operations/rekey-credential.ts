import { eq } from 'drizzle-orm';
import { apiKeys, sessions } from '#db/schema/people.ts';
import type { OperationContext } from './context.ts';

/**
 * Keeps a session token or an API key under the present secret of the installation: HMACs say nothing of what they are of, so
 * that one can be made anew only when what it is of is presented. No command: nobody asked for it.
 */
export async function rekeyCredential(
  { db }: Pick<OperationContext, 'db'>,
  { from, to }: { from: string; to: string },
): Promise<void> {
  await db.update(sessions).set({ tokenHmac: to }).where(eq(sessions.tokenHmac, from));
  await db.update(apiKeys).set({ secretHmac: to }).where(eq(apiKeys.secretHmac, from));
  await db.update(apiKeys).set({ previousSecretHmac: to }).where(eq(apiKeys.previousSecretHmac, from));
}
