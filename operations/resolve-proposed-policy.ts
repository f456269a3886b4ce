import { and, desc, eq, gt, isNotNull, isNull, or } from 'drizzle-orm';
import type { Tx } from '#db/connect.ts';
import { policies } from '#db/schema/policies.ts';
import type { PolicyScopeKind } from '#domain/policies.ts';
import { checkFloors } from '#domain/policy-floors.ts';
import { checkPolicyScope } from '#domain/policy-scopes.ts';
import { parsePolicyKey, parsePolicyValue } from '#domain/policy-values.ts';
import { allow, type Result, refuse } from '#domain/result.ts';
import { expectVersion } from './expect-version.ts';
import { findPolicyPlace, type PolicyPlace } from './find-policy-place.ts';
import type { ResolvedChange } from './resolve-proposed-change.ts';

/** A policy as it is proposed: `scope` is the code or word of what it is for, `value` null has what is set there end. */
export type AskedPolicy = {
  subject: 'policy';
  key: string;
  scopeKind: PolicyScopeKind;
  scope: string | null;
  byLaw: boolean;
  lawReference: string | null;
  value: unknown;
  effectiveFrom: string | null;
  expectedVersion: number;
};

/** Checks a proposed policy: its key, scope, value, floors, version and instant. */
export async function resolveProposedPolicy(tx: Tx, asked: AskedPolicy, now: Date): Promise<Result<ResolvedChange>> {
  const key = parsePolicyKey(asked.key, '/key');
  if (!key.ok) return key;
  // What was set there before anybody asked is still to be ended.
  const followed = asked.value === null ? allow(undefined) : checkPolicyScope(key.value, asked.scopeKind, '/scopeKind');
  if (!followed.ok) return followed;
  const place = await findPolicyPlace(tx, asked.scopeKind, asked.scope);
  if (!place.ok) return place;
  const value = asked.value === null ? allow(null) : parsePolicyValue(key.value, asked.value, '/value');
  if (!value.ok) return value;
  const law = asked.lawReference?.trim() || null;
  if (asked.byLaw && law === null)
    return refuse('policy.law-reference-missing', 'Name the law that sets this floor', '/lawReference');
  const starts = asked.effectiveFrom === null ? now : new Date(asked.effectiveFrom);
  if (starts < now) return refuse('policy.effective-in-past', `${asked.effectiveFrom} has passed`, '/effectiveFrom');

  const { scopeKey, siteId, entityId, known } = place.value;
  const rows = await readRows(tx, { key: key.value, scopeKind: asked.scopeKind, scopeKey, byLaw: asked.byLaw });
  const version = expectVersion(rows[0]?.version ?? 0, asked.expectedVersion);
  if (!version.ok) return version;
  const holding = rows.find(
    (row) => row.effectiveFrom <= starts && (!row.effectiveUntil || row.effectiveUntil > starts),
  );
  const useful = changesSomething(asked, value.value, holding?.value ?? null);
  if (!useful.ok) return useful;
  if (value.value !== null && !asked.byLaw) {
    const floors = await readFloors(tx, key.value, starts);
    const allowed = checkFloors(key.value, value.value, { floors, scope: known, at: starts });
    if (!allowed.ok) return allowed;
  }
  return allow({
    change: {
      subject: 'policy',
      key: key.value,
      scopeKind: asked.scopeKind,
      scopeKey,
      scope: asked.scope,
      byLaw: asked.byLaw,
      lawReference: asked.byLaw ? law : null,
      value: typeof value.value === 'object' && value.value !== null ? [...value.value] : value.value,
      effectiveFrom: asked.effectiveFrom,
    },
    siteId,
    entityId,
    scope: scopeOf(asked, place.value),
  });
}

function scopeOf({ scopeKind }: AskedPolicy, { siteId, entityId, scopeKey }: PolicyPlace) {
  if (scopeKind === 'site') return { siteId };
  if (scopeKind === 'entity') return { entityId };
  return { siteId: null, entityId: null, ...(scopeKind === 'category' && { category: scopeKey }) };
}

function changesSomething({ key, scopeKind, byLaw }: AskedPolicy, value: unknown, holding: unknown): Result<void> {
  if (value !== null)
    return JSON.stringify(value) === JSON.stringify(holding)
      ? refuse('policy-change.changes-nothing', `${key} has this value there already`, '/value')
      : allow(undefined);
  if (scopeKind === 'global' && !byLaw)
    return refuse('policy.cannot-end', `${key} has to have a value for everything`, '/value');
  return holding === null
    ? refuse('policy-change.changes-nothing', `Nothing is set there for ${key}`, '/value')
    : allow(undefined);
}

type Where = Pick<typeof policies.$inferSelect, 'key' | 'scopeKind' | 'scopeKey' | 'byLaw'>;

/** The versions of one policy at one scope, the newest first. */
export const readRows = (tx: Tx, { key, scopeKind, scopeKey, byLaw }: Where) =>
  tx
    .select()
    .from(policies)
    .where(
      and(
        eq(policies.key, key),
        eq(policies.scopeKind, scopeKind),
        scopeKey === null ? isNull(policies.scopeKey) : eq(policies.scopeKey, scopeKey),
        eq(policies.byLaw, byLaw),
      ),
    )
    .orderBy(desc(policies.version));

const readFloors = (tx: Tx, key: Where['key'], at: Date) =>
  tx
    .select()
    .from(policies)
    .where(
      and(
        eq(policies.key, key),
        eq(policies.byLaw, true),
        isNotNull(policies.approvedBy),
        or(isNull(policies.effectiveUntil), gt(policies.effectiveUntil, at)),
      ),
    );
