import { and, desc, eq, inArray } from 'drizzle-orm';
import type { Tx } from '#db/connect.ts';
import { policies } from '#db/schema/policies.ts';
import type { MasterData } from '#domain/master-data.ts';
import { parsePolicyKey, parsePolicyValue } from '#domain/policy-values.ts';
import type { OperationContext } from './context.ts';

/** Adds a version for everybody of each policy whose value differs from the one in force; answers how many did. */
export async function writePolicies(
  tx: Tx,
  { newId, clock }: OperationContext,
  data: Pick<MasterData, 'policies'>,
  importedBy: string,
): Promise<number> {
  const stated = data.policies.flatMap(({ key, value, reason }) => {
    const known = parsePolicyKey(key);
    const parsed = known.ok ? parsePolicyValue(known.value, value) : known;
    if (!known.ok || !parsed.ok) throw new Error(`Policy "${key}" went past the check`);
    return [{ key: known.value, value: asStored(parsed.value), reason }];
  });
  if (stated.length === 0) return 0;
  const current = await tx
    .selectDistinctOn([policies.key])
    .from(policies)
    .where(
      and(
        eq(policies.scopeKind, 'global'),
        inArray(
          policies.key,
          stated.map(({ key }) => key),
        ),
      ),
    )
    .orderBy(policies.key, desc(policies.version));
  const rows = stated.flatMap((policy) => {
    const before = current.find(({ key }) => key === policy.key);
    if (JSON.stringify(before?.value) === JSON.stringify(policy.value)) return [];
    return [
      {
        ...policy,
        id: newId(),
        scopeKind: 'global' as const,
        scopeKey: null,
        version: (before?.version ?? 0) + 1,
        effectiveFrom: clock.now(),
        proposedBy: importedBy,
        approvedBy: importedBy,
      },
    ];
  });
  if (rows.length > 0) await tx.insert(policies).values(rows);
  return rows.length;
}

// The column's type is a list that may be changed, the policy's one that may not.
const asStored = (value: string | boolean | readonly string[]): string | boolean | string[] =>
  typeof value === 'object' ? [...value] : value;
