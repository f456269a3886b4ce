import { and, eq, inArray, isNull, lt } from 'drizzle-orm';
import type { DbOrTx, Tx } from '#db/connect.ts';
import { recoveryCodes, secondFactors } from '#db/schema/second-factors.ts';
import { allow, type Result } from '#domain/result.ts';
import { codeMissing, codeWrong, type PresentedCode, readCode } from '#domain/second-factor.ts';
import { stepOf } from './authenticator-codes.ts';
import type { OperationContext } from './context.ts';
import { openBox } from './secret-box.ts';
import { fingerprints, type SecretKeys } from './secrets.ts';

export const boxOfUser = (userId: string): string => `second-factor:${userId}`;

/** What proved it beside the password, and what uses the code up in the transaction of what it was sent for. */
export type SecondProof = { kind: PresentedCode['kind'] | 'none'; use(tx: Tx): Promise<Result<void>> };

const nothingAsked: SecondProof = { kind: 'none', use: async () => allow(undefined) };

/**
 * Whether somebody whose password fitted has the second factor that their account has. Looked up after the password only, so
 * that nobody learns of it by guessing. It uses nothing up: of two requests with one code the transactions decide.
 */
export async function checkSecondFactor(
  { db, clock }: Pick<OperationContext, 'db' | 'clock'>,
  secretKeys: SecretKeys,
  userId: string,
  { code, recovery }: { code: string | undefined; recovery: boolean },
): Promise<Result<SecondProof>> {
  const [factor] = await db.select().from(secondFactors).where(eq(secondFactors.userId, userId));
  if (!factor?.secretBox) return allow(nothingAsked);
  if (code === undefined) return codeMissing;
  const presented = readCode(code);
  if (!presented) return codeWrong;
  if (presented.kind === 'recovery') {
    return recovery ? findRecoveryCode(db, userId, fingerprints(secretKeys, presented.code), clock.now()) : codeWrong;
  }
  const secret = openBox(secretKeys, boxOfUser(userId), factor.secretBox);
  if (secret === null) throw new Error(`The second factor of ${userId} cannot be opened with the secrets in use`);
  const step = stepOf(secret, presented.code, clock.now());
  if (step === null) return codeWrong;
  return allow({ kind: 'authenticator', use: (tx) => useStep(tx, userId, step) });
}

/** Two uses of one code meet in the row: the second changes nothing. */
async function useStep(tx: Tx, userId: string, step: number): Promise<Result<void>> {
  const used = await tx
    .update(secondFactors)
    .set({ lastStep: step })
    .where(and(eq(secondFactors.userId, userId), lt(secondFactors.lastStep, step)))
    .returning({ lastStep: secondFactors.lastStep });
  return used.length === 1 ? allow(undefined) : codeWrong;
}

async function findRecoveryCode(db: DbOrTx, userId: string, hmacs: string[], now: Date): Promise<Result<SecondProof>> {
  const unused = and(
    eq(recoveryCodes.userId, userId),
    inArray(recoveryCodes.codeHmac, hmacs),
    isNull(recoveryCodes.usedAt),
  );
  const [found] = await db.select({ id: recoveryCodes.id }).from(recoveryCodes).where(unused);
  if (!found) return codeWrong;
  const use = async (tx: Tx): Promise<Result<void>> => {
    const used = await tx.update(recoveryCodes).set({ usedAt: now }).where(unused).returning({ id: recoveryCodes.id });
    return used.length === 1 ? allow(undefined) : codeWrong;
  };
  return allow({ kind: 'recovery', use });
}
