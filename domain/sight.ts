import type { Grant } from './caller.ts';

/**
 * What the rows' policies let a caller see, whatever the right: the union of their grants. A second fence behind `authorize` and
 * the filters of each list, so that a forgotten one leaks nothing. Null: everything. `sites` and `entities` are those that a grant
 * covers whole, `owners` every entity that a grant reaches (null: all of them), `narrow` the grants that need a closer look.
 */
export type Sight = null | {
  sites: readonly string[];
  entities: readonly string[];
  owners: readonly string[] | null;
  narrow: readonly { site: string | null; entity: string | null; category: string | null }[];
};

export function sightOf(grants: readonly Grant[]): Sight {
  const scopes = grants
    .filter(({ rights }) => rights.length > 0)
    .map(({ siteId: site, entityId: entity, category = null }) => ({ site, entity, category }));
  if (scopes.some(({ site, entity, category }) => site === null && entity === null && category === null)) return null;
  const whole = scopes.filter(({ category }) => category === null);
  return {
    sites: unique(whole.flatMap(({ site, entity }) => (site !== null && entity === null ? [site] : []))),
    entities: unique(whole.flatMap(({ site, entity }) => (entity !== null && site === null ? [entity] : []))),
    owners: scopes.some(({ entity }) => entity === null) ? null : unique(scopes.flatMap(({ entity }) => entity ?? [])),
    narrow: scopes,
  };
}

const unique = (ids: readonly string[]): string[] => [...new Set(ids)];
