import { and, eq } from 'drizzle-orm';
import type { Tx } from '#db/connect.ts';
import { reasonCodes } from '#db/schema/reason-codes.ts';
import type { PolicyScope } from '#domain/policy-resolution.ts';
import { checkReason, type ReasonList } from '#domain/reason-codes.ts';
import type { Result } from '#domain/result.ts';
import type { OperationContext } from './context.ts';
import { readPolicyBook } from './policy-book.ts';

export type GivenReason = {
  list: ReasonList;
  reason: string;
  reasonCode?: string | undefined;
  /** Where it is given: whether a code is asked for is policy. */
  scope: PolicyScope;
  now: Date;
};

/** Whether a reason may be given so: a code that is in use, where policy asks for one, with the words that it needs beside it. */
export async function checkReasonCode(
  tx: Tx,
  { list, reason, reasonCode, scope, now }: GivenReason,
): Promise<Result<void>> {
  const [known] =
    reasonCode === undefined
      ? []
      : await tx
          .select()
          .from(reasonCodes)
          .where(and(eq(reasonCodes.list, list), eq(reasonCodes.code, reasonCode)));
  const book = await readPolicyBook(tx, now, ['reason_code_required']);
  const required = book.read('reason_code_required', scope).value;
  return checkReason(known, { reasonCode, reason, required });
}

/** The same for a hold that somebody places by hand, on a lot at a site or everywhere. */
export function checkHoldReason(
  tx: Tx,
  { clock }: Pick<OperationContext, 'clock'>,
  {
    lot,
    siteId,
    reason,
    reasonCode,
  }: Pick<GivenReason, 'reason' | 'reasonCode'> & {
    lot: { itemId: string; category: string };
    siteId: string | null;
  },
): Promise<Result<void>> {
  const scope = { itemId: lot.itemId, category: lot.category, siteId };
  return checkReasonCode(tx, { list: 'hold', reason, reasonCode, scope, now: clock.now() });
}
