import { eq } from 'drizzle-orm';
import type { DbOrTx } from '#db/connect.ts';
import { findEntities, findItem, findSite } from '#db/queries/by-code.ts';
import { items } from '#db/schema/master-data.ts';
import { isJurisdiction } from '#domain/jurisdictions.ts';
import type { PolicyScopeKind } from '#domain/policies.ts';
import type { PolicyScope } from '#domain/policy-resolution.ts';
import { allow, type Result, refuse } from '#domain/result.ts';

/** What is known of where a policy will apply, for the floors that law has set there. */
export type PolicyPlace = {
  scopeKey: string | null;
  siteId: string | null;
  entityId: string | null;
  known: PolicyScope;
};

/** The scope of a policy by the code or word that people call it by. */
export async function findPolicyPlace(
  db: DbOrTx,
  kind: PolicyScopeKind,
  scope: string | null,
): Promise<Result<PolicyPlace>> {
  const nowhere = { siteId: null, entityId: null };
  const unknown = refuse('policy.scope-unknown', `There is no ${kind} "${scope}"`, '/scope');
  if (kind === 'global')
    return scope === null
      ? allow({ scopeKey: null, ...nowhere, known: {} })
      : refuse('policy.scope-unknown', 'A policy for everything names no scope', '/scope');
  if (scope === null) return refuse('policy.scope-unknown', `Say for which ${kind}`, '/scope');
  switch (kind) {
    case 'item': {
      const item = await findItem(db, scope);
      return item
        ? allow({ scopeKey: item.id, ...nowhere, known: { itemId: item.id, category: item.category } })
        : unknown;
    }
    case 'category': {
      const [item] = await db.select({ id: items.id }).from(items).where(eq(items.category, scope)).limit(1);
      return item ? allow({ scopeKey: scope, ...nowhere, known: { category: scope } }) : unknown;
    }
    case 'site': {
      const site = await findSite(db, scope);
      if (!site) return unknown;
      const known = { siteId: site.id, jurisdiction: site.address.country };
      return allow({ scopeKey: site.id, siteId: site.id, entityId: null, known });
    }
    case 'entity': {
      const entityId = (await findEntities(db, [scope])).get(scope);
      return entityId ? allow({ scopeKey: entityId, siteId: null, entityId, known: { entityId } }) : unknown;
    }
    case 'jurisdiction':
      return isJurisdiction(scope)
        ? allow({ scopeKey: scope, ...nowhere, known: { jurisdiction: scope } })
        : refuse('policy.scope-unknown', `"${scope}" is no country code (ISO 3166, two letters) and not EU`, '/scope');
  }
}
