import { and, eq, isNotNull } from 'drizzle-orm';
import type { DbOrTx } from '#db/connect.ts';
import { type Observation, readObservations } from '#db/queries/policy-observations.ts';
import { policies } from '#db/schema/policies.ts';
import type { PolicyKey, PolicyScopeKind } from '#domain/policies.ts';
import type { PreviewEffect } from '#domain/policy-observations.ts';
import { policyPreviews } from '#domain/policy-preview.ts';
import { mostSpecific, type PolicyRow } from '#domain/policy-resolution.ts';
import { checkPolicyScope } from '#domain/policy-scopes.ts';
import { parsePolicyValue } from '#domain/policy-values.ts';
import { allow, type Result, refuse } from '#domain/result.ts';
import { readExposures } from './read-exposures.ts';

export type PreviewPolicy = {
  key: PolicyKey;
  value: unknown;
  scopeKind: PolicyScopeKind;
  scopeKey: string | null;
  from: Date;
  until: Date;
  now: Date;
  limit: number;
  after?: readonly string[] | undefined;
};

export type PreviewedPolicy = {
  method: string;
  effect: PreviewEffect;
  examined: number;
  /** Those for which the value would have made a difference. */
  differing: (Omit<Observation, 'scope' | 'figures'> & {
    was: boolean;
    would: boolean;
    policyIds: readonly string[];
  })[];
  next: readonly string[] | null;
};

/**
 * Looks at what happened in a time as it would have gone under another value of a policy, beside how it went under the policies in
 * force then. Reads and never writes; a page at a time.
 */
export async function previewPolicy(
  db: DbOrTx,
  { key, value, scopeKind, scopeKey, ...time }: PreviewPolicy,
): Promise<Result<PreviewedPolicy>> {
  const parsed = parsePolicyValue(key, value, '/query/value');
  if (!parsed.ok) return parsed;
  const followed = checkPolicyScope(key, scopeKind, '/query/scopeKind');
  if (!followed.ok) return followed;
  const preview = policyPreviews[key];
  if ('cannot' in preview) return refuse('policy.not-previewable', preview.cannot, '/query/key');
  const rows: PolicyRow[] = await db
    .select()
    .from(policies)
    .where(and(eq(policies.key, key), isNotNull(policies.approvedBy)));
  const proposed: PolicyRow = {
    id: 'proposed',
    key,
    scopeKind,
    scopeKey,
    value: parsed.value,
    // Above every version there is: it stands in the place of whatever is set there.
    version: Number.MAX_SAFE_INTEGER,
    effectiveFrom: new Date(0),
    effectiveUntil: null,
    approvedBy: 'proposed',
  };
  const { observes } = preview;
  const { observations, next } =
    observes === 'exposure' ? await readExposures(db, time) : await readObservations(db, observes, time);
  const differing = observations.flatMap(({ scope, figures, ...seen }) => {
    const at = new Date(seen.at);
    const present = mostSpecific(key, rows, scope, at);
    const was = preview.judge(present.value, figures);
    const would = preview.judge(mostSpecific(key, [...rows, proposed], scope, at).value, figures);
    return was === null || would === null || was === would ? [] : [{ ...seen, was, would, policyIds: present.rowIds }];
  });
  return allow({
    method: preview.method,
    effect: preview.effect,
    examined: observations.length,
    differing,
    next,
  });
}
