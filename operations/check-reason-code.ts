import { and, eq } from 'drizzle-orm';
import type { Tx } from '#db/connect.ts';
import { reasonCodes } from '#db/schema/reason-codes.ts';
import type { PolicyScope } from '#domain/policy-resolution.ts';
import { checkReason, type ReasonList } from '#domain/reason-codes.ts';
import { allow, type Result } from '#domain/result.ts';
import type { Actor, OperationContext } from './context.ts';
import { readPolicyBook } from './policy-book.ts';

export type GivenReason = {
  list: ReasonList;
  reason: string;
  reasonCode?: string | undefined;
  /** Where it is given: whether a code is asked for is policy, of one of these places or of all. */
  scopes: readonly PolicyScope[];
};

/**
 * Whether a reason may be given so: a code that is in use, where policy asks for one, with the words that it needs beside it.
 * Answers who acts with what was given and by which policies: what they write to the trail under these words has the code beside
 * them, and what they sign states those policies.
 */
export async function giveReason(
  tx: Tx,
  { clock }: Pick<OperationContext, 'clock'>,
  actor: Actor,
  { list, reason, reasonCode, scopes }: GivenReason,
): Promise<Result<Actor>> {
  const [known] =
    reasonCode === undefined
      ? []
      : await tx
          .select()
          .from(reasonCodes)
          .where(and(eq(reasonCodes.list, list), eq(reasonCodes.code, reasonCode)));
  const book = await readPolicyBook(tx, clock.now(), ['reason_code_required']);
  const readings = scopes.map((scope) => book.read('reason_code_required', wholeOf(scope)));
  const required = readings.some(({ value }) => value);
  const checked = checkReason(known, { reasonCode, reason, required });
  if (!checked.ok) return checked;
  const followed = readings.flatMap(({ rowIds }) => rowIds);
  return allow({ ...actor, followed, ...(reasonCode !== undefined && { given: { list, code: reasonCode, reason } }) });
}

/** What concerns every site and entity: the policy for everything says whether it takes a code. */
export const everywhere: readonly PolicyScope[] = [{}];

const wholeOf = ({ itemId = null, category = null, siteId = null, entityId = null }: PolicyScope) => ({
  ...{ itemId, category, siteId, entityId },
});
