import { allow, type Result, refuse } from './result.ts';
import type { Right, Role } from './rights.ts';

/** A role over a scope. A null entity, site or item category means all of them. */
export type Grant = {
  role: Role;
  rights: readonly Right[];
  entityId: string | null;
  siteId: string | null;
  category?: string | null;
};

/** Who asks: a signed-in person, a system with an API key, or the rules themselves. Never read from a request body. */
export type Caller = {
  kind: 'person' | 'api_key' | 'system';
  id: string;
  name: string;
  grants: readonly Grant[];
  /** The colleague whose delegation they act under. Both count wherever duties may not meet, and the trail names both. */
  onBehalfOf?: { id: string; name: string } | undefined;
};

/** A caller as it travels through the engine: who asks and for whom, none of the rights. */
export type AskedBy = Pick<Caller, 'kind' | 'id' | 'onBehalfOf'>;

export const askedBy = ({ kind, id, onBehalfOf }: Caller): AskedBy => ({ kind, id, ...(onBehalfOf && { onBehalfOf }) });

/** Each of several categories is asked about by itself afterwards. */
export const eachCategory = '*';

/**
 * Where an act takes effect. Null means everywhere, so only an unlimited grant covers it; what is left out is not asked. But a grant
 * of one item category covers an act somewhere only where the act's category is told, so that nobody forgets to.
 */
export type Scope = {
  entityId?: string | null | undefined;
  siteId?: string | null | undefined;
  category?: string | null | undefined;
};

const within = (granted: string | null, asked: string | null | undefined): boolean =>
  granted === null || asked === undefined || granted === asked;

function withinCategory(granted: string | null, { siteId, entityId, category }: Scope): boolean {
  if (granted === null || category === eachCategory) return true;
  return category === undefined ? siteId === undefined && entityId === undefined : category === granted;
}

const covers = (grant: Grant, scope: Scope): boolean =>
  within(grant.entityId, scope.entityId) &&
  within(grant.siteId, scope.siteId) &&
  withinCategory(grant.category ?? null, scope);

/** The one function that decides who may do what. It names the missing right, and whether only the scope is missing. */
export function authorize(caller: Caller, right: Right, scope: Scope = {}): Result<void> {
  const holding = caller.grants.filter((grant) => grant.rights.includes(right));
  if (holding.some((grant) => covers(grant, scope))) return allow(undefined);
  return refuse(
    'access.right-missing',
    holding.length === 0
      ? `${caller.name} lacks the right "${right}"`
      : `${caller.name} has the right "${right}", but not for this entity, site or item category`,
  );
}

/** Where a right reaches, grant by grant: site, entity and item category count together. Null means everywhere. */
export type Scopes = readonly { siteId: string | null; entityId: string | null; category?: string | null }[] | null;

export function scopesWith(caller: Caller, right: Right): Scopes {
  const scopes = caller.grants
    .filter((grant) => grant.rights.includes(right))
    .map(({ siteId, entityId, category = null }) => ({ siteId, entityId, ...(category !== null && { category }) }));
  return scopes.some(({ siteId, entityId, category }) => siteId === null && entityId === null && category === undefined)
    ? null
    : scopes;
}
