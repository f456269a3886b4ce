import { and, gt, inArray, isNull, lte, or } from 'drizzle-orm';
import type { DbOrTx } from '#db/connect.ts';
import { policies } from '#db/schema/policies.ts';
import type { PolicyKey } from '#domain/policies.ts';
import { type EffectivePolicy, mostSpecific, type PolicyScope } from '#domain/policy-resolution.ts';

/** The policies in force at one instant, read once per transaction; a reading names the rows it followed. */
export type PolicyBook = {
  read<Key extends PolicyKey>(key: Key, scope: PolicyScope): EffectivePolicy<Key>;
};

/**
 * Reads the policies in force, all or those named. Numbers are decimal strings, switches booleans, lists arrays of words.
 * A key without any row is a fault of the installation: the baseline writes each of them, so there is no silent default.
 */
export async function readPolicyBook(db: DbOrTx, at: Date, keys?: readonly PolicyKey[]): Promise<PolicyBook> {
  const rows = await db
    .select()
    .from(policies)
    .where(
      and(
        lte(policies.effectiveFrom, at),
        or(isNull(policies.effectiveUntil), gt(policies.effectiveUntil, at)),
        keys ? inArray(policies.key, [...keys]) : undefined,
      ),
    );
  return {
    read(key, scope) {
      const reading = mostSpecific(key, rows, scope, at);
      if (reading.rowIds.length === 0) throw new Error(`No policy "${key}" is in force; install the baseline`);
      return reading;
    },
  };
}
