import { and, desc, eq, gt, isNotNull, isNull, or } from 'drizzle-orm';
import type { Tx } from '#db/connect.ts';
import { findEntities, findItem, findSite } from '#db/queries/by-code.ts';
import { items } from '#db/schema/master-data.ts';
import { policies } from '#db/schema/policies.ts';
import type { PolicyScopeKind } from '#domain/policies.ts';
import { checkFloors } from '#domain/policy-floors.ts';
import type { PolicyScope } from '#domain/policy-resolution.ts';
import { parsePolicyKey, parsePolicyValue } from '#domain/policy-values.ts';
import { allow, type Result, refuse } from '#domain/result.ts';
import { expectVersion } from './expect-version.ts';
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

/** What is known of where a policy will apply, for the floors that law has set there. */
type Place = { scopeKey: string | null; siteId: string | null; entityId: string | null; known: PolicyScope };

/** Checks a proposed policy: its key, scope, value, floors, version and instant. */
export async function resolveProposedPolicy(tx: Tx, asked: AskedPolicy, now: Date): Promise<Result<ResolvedChange>> {
  const key = parsePolicyKey(asked.key, '/key');
  if (!key.ok) return key;
  const place = await findPlace(tx, asked.scopeKind, asked.scope);
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

function scopeOf({ scopeKind }: AskedPolicy, { siteId, entityId, scopeKey }: Place) {
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

async function findPlace(tx: Tx, kind: PolicyScopeKind, scope: string | null): Promise<Result<Place>> {
  const nowhere = { siteId: null, entityId: null };
  const unknown = refuse('policy.scope-unknown', `There is no ${kind} "${scope}"`, '/scope');
  if (kind === 'global')
    return scope === null
      ? allow({ scopeKey: null, ...nowhere, known: {} })
      : refuse('policy.scope-unknown', 'A policy for everything names no scope', '/scope');
  if (scope === null) return refuse('policy.scope-unknown', `Say for which ${kind}`, '/scope');
  switch (kind) {
    case 'item': {
      const item = await findItem(tx, scope);
      return item
        ? allow({ scopeKey: item.id, ...nowhere, known: { itemId: item.id, category: item.category } })
        : unknown;
    }
    case 'category': {
      const [item] = await tx.select({ id: items.id }).from(items).where(eq(items.category, scope)).limit(1);
      return item ? allow({ scopeKey: scope, ...nowhere, known: { category: scope } }) : unknown;
    }
    case 'site': {
      const site = await findSite(tx, scope);
      if (!site) return unknown;
      const known = { siteId: site.id, jurisdiction: site.address.country };
      return allow({ scopeKey: site.id, siteId: site.id, entityId: null, known });
    }
    case 'entity': {
      const entityId = (await findEntities(tx, [scope])).get(scope);
      return entityId ? allow({ scopeKey: entityId, siteId: null, entityId, known: { entityId } }) : unknown;
    }
    case 'jurisdiction':
      return /^[A-Z]{2}$/.test(scope)
        ? allow({ scopeKey: scope, ...nowhere, known: { jurisdiction: scope } })
        : refuse('policy.scope-unknown', `"${scope}" is no country code (ISO 3166, two letters)`, '/scope');
  }
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
