import { allow, type Result, refuse } from './result.ts';
import type { Right, Role } from './rights.ts';

/** A role over a scope. A null entity or site means all of them. */
export type Grant = { role: Role; rights: readonly Right[]; entityId: string | null; siteId: string | null };

/** Who asks: a signed-in person, a system with an API key, or the rules themselves. Never read from a request body. */
export type Caller = {
  kind: 'person' | 'api_key' | 'system';
  id: string;
  name: string;
  grants: readonly Grant[];
};

/** Where an act takes effect. Null means everywhere, so only an unlimited grant covers it; what is left out is not asked. */
export type Scope = { entityId?: string | null | undefined; siteId?: string | null | undefined };

const within = (granted: string | null, asked: string | null | undefined): boolean =>
  granted === null || asked === undefined || granted === asked;

const covers = (grant: Grant, scope: Scope): boolean =>
  within(grant.entityId, scope.entityId) && within(grant.siteId, scope.siteId);

/** The one function that decides who may do what. It names the missing right, and whether only the scope is missing. */
export function authorize(caller: Caller, right: Right, scope: Scope = {}): Result<void> {
  const holding = caller.grants.filter((grant) => grant.rights.includes(right));
  if (holding.some((grant) => covers(grant, scope))) return allow(undefined);
  return refuse(
    'access.right-missing',
    holding.length === 0
      ? `${caller.name} lacks the right "${right}"`
      : `${caller.name} has the right "${right}", but not for this entity or site`,
  );
}

/** Where a right reaches, grant by grant: a site and an entity count together. Null means everywhere. */
export type Scopes = readonly { siteId: string | null; entityId: string | null }[] | null;

export function scopesWith(caller: Caller, right: Right): Scopes {
  const scopes = caller.grants
    .filter((grant) => grant.rights.includes(right))
    .map(({ siteId, entityId }) => ({ siteId, entityId }));
  return scopes.some(({ siteId, entityId }) => siteId === null && entityId === null) ? null : scopes;
}
