import { inArray } from 'drizzle-orm';
import type { Tx } from '#db/connect.ts';
import { items, legalEntities, sites } from '#db/schema/master-data.ts';
import { authorize, type Caller } from '#domain/caller.ts';
import { allow, type Refusal, type Result, type RuleViolation, refuse, refuseAll } from '#domain/result.ts';
import { type Right, type Role, roles } from '#domain/rights.ts';

/** A role over a scope, by the codes people know; no entity, site or item category means all. */
export type AskedGrant = {
  role: string;
  entity?: string | undefined;
  site?: string | undefined;
  category?: string | undefined;
};

export type ResolvedGrant = { role: Role; entityId: string | null; siteId: string | null; category: string | null };

/**
 * Finds what grants name and refuses, all at once, what is unknown or reaches beyond the scope in which the caller may
 * grant. Nobody is given the role of the rules themselves. `pointer` is where the grants stand in the body.
 */
export async function resolveGrants(
  tx: Tx,
  caller: Caller,
  right: Right,
  asked: readonly AskedGrant[],
  pointer: (index: number) => string,
): Promise<Result<ResolvedGrant[]>> {
  const entityIds = await idsByCode(
    tx,
    legalEntities,
    asked.map(({ entity }) => entity),
  );
  const siteIds = await idsByCode(
    tx,
    sites,
    asked.map(({ site }) => site),
  );
  const categories = await knownCategories(
    tx,
    asked.map(({ category }) => category),
  );
  const problems: RuleViolation[] = [];
  const grants = asked.flatMap(({ role: named, entity, site, category = null }, index): ResolvedGrant[] => {
    const at = pointer(index);
    const role = roles.find((known) => known === named && known !== 'system');
    const entityId = entity === undefined ? null : entityIds.get(entity);
    const siteId = site === undefined ? null : siteIds.get(site);
    const found: (Refusal | false)[] = [
      !role && refuse('role.unknown', `There is no role "${named}" to grant`, `${at}/role`),
      entityId === undefined && refuse('entity.unknown', `There is no legal entity "${entity}"`, `${at}/entity`),
      siteId === undefined && refuse('site.unknown', `There is no site "${site}"`, `${at}/site`),
      category !== null &&
        !categories.has(category) &&
        refuse('category.unknown', `No item is of the category "${category}"`, `${at}/category`),
    ];
    problems.push(...found.flatMap((refusal) => (refusal ? [refusal.violation] : [])));
    if (!role || entityId === undefined || siteId === undefined) return [];

    const may = authorize(caller, right, { entityId, siteId, category });
    if (!may.ok) problems.push({ ...may.violation, pointer: at });
    return [{ role, entityId, siteId, category }];
  });
  const [first] = problems;
  if (!first) return allow(grants);
  return problems.length === 1
    ? { ok: false, violation: first }
    : refuseAll(first.code, `${problems.length} problems with what is granted`, problems);
}

async function idsByCode(
  tx: Tx,
  table: typeof legalEntities | typeof sites,
  named: readonly (string | undefined)[],
): Promise<Map<string, string>> {
  const codes = [...new Set(named.filter((name) => name !== undefined))];
  if (codes.length === 0) return new Map();
  const rows = await tx.select({ id: table.id, code: table.code }).from(table).where(inArray(table.code, codes));
  return new Map(rows.map(({ id, code }) => [code, id]));
}

async function knownCategories(tx: Tx, named: readonly (string | undefined)[]): Promise<ReadonlySet<string>> {
  const asked = [...new Set(named.filter((name) => name !== undefined))];
  if (asked.length === 0) return new Set();
  const rows = await tx.selectDistinct({ category: items.category }).from(items).where(inArray(items.category, asked));
  return new Set(rows.map(({ category }) => category));
}
