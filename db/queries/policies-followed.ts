import { sql } from 'drizzle-orm';
import type { DbOrTx } from '#db/connect.ts';
import type { PolicyKey, PolicyScopeKind } from '#domain/policies.ts';
import type { SignedSubject } from '#domain/signatures.ts';
import { isoText, nameOfActor } from './iso-text.ts';
import { policyScopeName } from './policies-list.ts';

/** A version of a policy that a case followed: which, what it said, since when, by whose approval, and where it was followed. */
export type FollowedPolicy = {
  policyId: string;
  key: PolicyKey;
  scopeKind: PolicyScopeKind;
  scope: string | null;
  value: string | boolean | string[];
  version: number;
  byLaw: boolean;
  lawReference: string | null;
  effectiveFrom: string;
  approvedBy: string | null;
  changeId: string | null;
  followedBy: { by: 'case' | 'hold' | 'decision' | 'signature'; signatureId: string | null }[];
};

export type Followed = {
  /** The records whose signatures state what they followed. */
  subjects: readonly SignedSubject[];
  /** What the case runs by, what placed its hold, what was asked when it was decided. */
  case: readonly string[];
  hold?: readonly string[];
  decision?: readonly string[];
};

/** Every version that a case and the decisions in it followed, by key. Versions are never edited, so this is what they said then. */
export async function readPoliciesFollowed(db: DbOrTx, { subjects, ...kept }: Followed): Promise<FollowedPolicy[]> {
  const given = Object.entries(kept).flatMap(([by, ids]) => ids.map((id) => ({ id, by })));
  return await db.execute<FollowedPolicy>(sql`
    with followed as (
      select id, by, null::uuid as signature_id from jsonb_to_recordset(${JSON.stringify(given)}::jsonb) as given (id uuid, by text)
      union
      select stated::uuid, 'signature', signature.id
        from signatures signature, jsonb_array_elements_text(coalesce(signature.statement::jsonb -> 'policyIds', '[]')) as stated
       where (signature.subject_kind, signature.subject_id) in (
         select kind, id from jsonb_to_recordset(${JSON.stringify(subjects)}::jsonb) as asked (kind text, id text)))
    select policy.id as "policyId", policy.key, policy.scope_kind as "scopeKind", ${policyScopeName} as scope, policy.value, policy.version,
           policy.by_law as "byLaw", policy.law_reference as "lawReference", ${isoText(sql`policy.effective_from`)} as "effectiveFrom",
           ${nameOfActor(sql`policy.approved_by`)} as "approvedBy", policy.change_id as "changeId",
           (select jsonb_agg(jsonb_build_object('by', by, 'signatureId', signature_id) order by by, signature_id)
              from followed where followed.id = policy.id) as "followedBy"
      from policies policy where policy.id in (select id from followed) order by policy.key, policy.id`);
}
