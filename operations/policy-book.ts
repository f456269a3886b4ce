import { and, gt, inArray, isNull, lte, or } from 'drizzle-orm';
import type { DbOrTx } from '#db/connect.ts';
import { policies } from '#db/schema/master-data.ts';
import { type PolicyKey, type PolicyScopeKind, policyScopeKinds } from '#domain/policies.ts';

/** What a question about a policy is about; what is left out matches no row of that scope. */
export type PolicySubject = {
  itemId?: string | null | undefined;
  category?: string | null | undefined;
  siteId?: string | null | undefined;
  entityId?: string | null | undefined;
  jurisdiction?: string | null | undefined;
};

type NumberKey = Exclude<
  PolicyKey,
  'required_certificates' | 'certificate_may_follow' | 'inspection_waived' | 'last_day_of_use'
>;
type ValueOf<Key extends PolicyKey> = Key extends NumberKey
  ? number
  : Key extends 'required_certificates'
    ? readonly string[]
    : Key extends 'last_day_of_use'
      ? string
      : boolean;

/** A value in force and the row it came from, so that a decision can say which policy it followed. */
export type PolicyReading<Value> = { value: Value; policyId: string; version: number };

/** All policies in force at an instant, read once per transaction. */
export type PolicyBook = {
  read<Key extends PolicyKey>(key: Key, subject: PolicySubject): PolicyReading<ValueOf<Key>>;
};

/** Reads the policies in force. A key without any row is a fault of the installation, never a silent default. */
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
    read(key, subject) {
      const row = rows
        .filter((candidate) => candidate.key === key && appliesTo(candidate, subject))
        .sort((a, b) => rank(a.scopeKind) - rank(b.scopeKind) || b.version - a.version)[0];
      if (!row) throw new Error(`No policy "${key}" is in force; install the baseline`);
      // Values are parsed against their key's unit and bounds when they are written, so the stored shape is the key's.
      const value = (
        typeof row.value === 'string' && key !== 'last_day_of_use' ? Number(row.value) : row.value
      ) as unknown;
      return { value: value as ValueOf<typeof key>, policyId: row.id, version: row.version };
    },
  };
}

const rank = (kind: PolicyScopeKind): number => policyScopeKinds.indexOf(kind);

function appliesTo(row: typeof policies.$inferSelect, subject: PolicySubject): boolean {
  const asked: Record<PolicyScopeKind, string | null | undefined> = {
    item: subject.itemId,
    category: subject.category,
    site: subject.siteId,
    entity: subject.entityId,
    jurisdiction: subject.jurisdiction,
    global: null,
  };
  return row.scopeKey === null ? row.scopeKind === 'global' : asked[row.scopeKind] === row.scopeKey;
}
