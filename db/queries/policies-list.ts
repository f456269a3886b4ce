import { type SQL, sql } from 'drizzle-orm';
import type { DbOrTx } from '#db/connect.ts';
import type { PolicyKey, PolicyScopeKind } from '#domain/policies.ts';
import { isoText, nameOfActor } from './iso-text.ts';
import { takePage } from './take-page.ts';
import { allOf } from './within-scopes.ts';

export type PolicyFilter = {
  key?: PolicyKey | undefined;
  scopeKind?: PolicyScopeKind | undefined;
  /** The code or word of what it is set for. */
  scope?: string | undefined;
  /** Only what is approved and begins after this instant. */
  comingAfter?: Date | undefined;
  /** Only what is in effect at this instant. */
  inForceAt?: Date | undefined;
  limit: number;
  after?: readonly string[] | undefined;
};

/** One version of a policy. `scope` is the code or word of what it is set for, null for everything. */
export type ListedPolicy = {
  policyId: string;
  key: PolicyKey;
  scopeKind: PolicyScopeKind;
  scope: string | null;
  value: string | boolean | string[];
  version: number;
  byLaw: boolean;
  lawReference: string | null;
  changeId: string | null;
  effectiveFrom: string;
  effectiveUntil: string | null;
  reason: string;
  proposedBy: string;
  approvedBy: string | null;
};

/** Versions of policies by key and id. The key of a page is both. */
export async function listPolicies(
  db: DbOrTx,
  filter: PolicyFilter,
): Promise<{ rows: readonly ListedPolicy[]; next: readonly string[] | null }> {
  const rows = await db.execute<ListedPolicy>(sql`
    select policy.id as "policyId", policy.key, policy.scope_kind as "scopeKind", ${policyScopeName} as scope, policy.value, policy.version,
           policy.by_law as "byLaw", policy.law_reference as "lawReference", policy.change_id as "changeId",
           ${isoText(sql`policy.effective_from`)} as "effectiveFrom", ${isoText(sql`policy.effective_until`)} as "effectiveUntil",
           policy.reason, ${nameOfActor(sql`policy.proposed_by`)} as "proposedBy",
           ${nameOfActor(sql`policy.approved_by`)} as "approvedBy"
      from policies policy where ${conditions(filter)} order by policy.key, policy.id limit ${filter.limit + 1}`);
  return takePage(rows, filter.limit, ({ key, policyId }) => [key, policyId]);
}

/** The code or word of what the row `policy` is for. */
export const policyScopeName: SQL = sql`case policy.scope_kind
      when 'item' then (select code from items where id::text = policy.scope_key)
      when 'site' then (select code from sites where id::text = policy.scope_key)
      when 'entity' then (select code from legal_entities where id::text = policy.scope_key)
      else policy.scope_key end`;

/** Where rows come from, by their ids: for those that what holds is made of. */
export async function readPolicyOrigins(db: DbOrTx, ids: readonly string[]) {
  const rows = await db.execute<Omit<ListedPolicy, 'key' | 'effectiveUntil' | 'reason' | 'proposedBy'>>(sql`
    select id as "policyId", scope_kind as "scopeKind", ${policyScopeName} as scope, value, version, by_law as "byLaw",
           law_reference as "lawReference", change_id as "changeId", ${isoText(sql`effective_from`)} as "effectiveFrom",
           ${nameOfActor(sql`policy.approved_by`)} as "approvedBy"
      from policies policy where id = any(${sql.param(`{${ids.join(',')}}`)}::uuid[])`);
  return new Map(rows.map((origin) => [origin.policyId, origin]));
}

function conditions({ key, scopeKind, scope, comingAfter, inForceAt, after }: PolicyFilter): SQL {
  const [afterKey, afterId] = after ?? [];
  const at = inForceAt && sql`${inForceAt.toISOString()}::timestamptz`;
  return allOf([
    key ? sql`policy.key = ${key}` : undefined,
    scopeKind ? sql`policy.scope_kind = ${scopeKind}` : undefined,
    scope === undefined ? undefined : sql`${policyScopeName} = ${scope}`,
    comingAfter
      ? sql`policy.approved_by is not null and policy.effective_from > ${comingAfter.toISOString()}::timestamptz`
      : undefined,
    at
      ? sql`policy.approved_by is not null and policy.effective_from <= ${at}
            and (policy.effective_until is null or policy.effective_until > ${at})`
      : undefined,
    afterKey && afterId ? sql`(policy.key, policy.id) > (${afterKey}, ${afterId}::uuid)` : undefined,
  ]);
}
