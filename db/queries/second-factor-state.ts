import { and, count, eq, isNull } from 'drizzle-orm';
import type { DbOrTx } from '#db/connect.ts';
import { recoveryCodes, secondFactors } from '#db/schema/second-factors.ts';

/** Whether somebody has a second factor, since when, and how many recovery codes they have left. */
export async function secondFactorState(db: DbOrTx, userId: string) {
  const [factor] = await db
    .select({ provedAt: secondFactors.provedAt })
    .from(secondFactors)
    .where(eq(secondFactors.userId, userId));
  const [left] = await db
    .select({ codes: count() })
    .from(recoveryCodes)
    .where(and(eq(recoveryCodes.userId, userId), isNull(recoveryCodes.usedAt)));
  return { provedAt: factor?.provedAt ?? null, recoveryCodesLeft: left?.codes ?? 0 };
}
