import { eq } from 'drizzle-orm';
import type { Tx } from '#db/connect.ts';
import { recoveryCodes } from '#db/schema/second-factors.ts';
import { recoveryCodesGiven } from '#domain/second-factor.ts';
import type { OperationContext } from './context.ts';
import { fingerprint, newRecoveryCode, type SecretKeys } from './secrets.ts';

/** Gives somebody new recovery codes in place of those they had, and answers them in groups of five signs. */
export async function writeRecoveryCodes(
  tx: Tx,
  { clock, newId }: OperationContext,
  secretKeys: SecretKeys,
  userId: string,
): Promise<string[]> {
  const codes = Array.from({ length: recoveryCodesGiven }, newRecoveryCode);
  const madeAt = clock.now();
  await tx.delete(recoveryCodes).where(eq(recoveryCodes.userId, userId));
  await tx
    .insert(recoveryCodes)
    .values(codes.map((code) => ({ id: newId(), userId, codeHmac: fingerprint(secretKeys[0], code), madeAt })));
  return codes.map((code) => code.match(/.{5}/g)?.join('-') ?? code);
}
