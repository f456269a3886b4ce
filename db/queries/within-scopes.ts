import { type SQL, sql } from 'drizzle-orm';
import type { Scopes } from '#domain/caller.ts';

/**
 * Whether a row at a site, and of an entity where that is asked, lies within what a caller may see by one right. A row without a
 * site is about every site: the row policies show it to whoever the lot ever stood with, so it is let through here. A grant with an
 * item category covers rows of one lot, by its id, or what a condition of its own says (`ofCategory`). Written out grant by grant, so that
 * the planner goes by the list's order.
 */
export function withinScopes(
  scopes: Scopes,
  siteId: SQL,
  entityId?: SQL,
  ofCategory: SQL | ((category: string) => SQL) = () => sql`false`,
): SQL {
  if (scopes === null) return sql`true`;
  const whole = scopes.filter(
    ({ entityId: entity, category }) => !category && (entityId === undefined || entity === null),
  );
  if (whole.some((scope) => scope.siteId === null)) return sql`true`;
  const limited = scopes.filter((scope) => !whole.includes(scope));
  return anyOf([
    sql`false`,
    whole.length > 0
      ? sql`${siteId} is null or ${siteId} = any(${idArray(whole.flatMap((scope) => scope.siteId ?? []))})`
      : undefined,
    ...limited.map((scope) =>
      allOf([
        scope.siteId === null ? undefined : sql`(${siteId} is null or ${siteId} = ${scope.siteId}::uuid)`,
        entityId && scope.entityId !== null
          ? sql`(${entityId} is null or ${entityId} = ${scope.entityId}::uuid)`
          : undefined,
        scope.category ? inCategory(scope.category, ofCategory) : undefined,
      ]),
    ),
  ]);
}

const inCategory = (category: string, of: SQL | ((category: string) => SQL)): SQL =>
  typeof of === 'function'
    ? of(category)
    : sql`exists (select from lots one join items item on item.id = one.item_id
                   where one.id = ${of} and item.category = ${category})`;

/** Whether a lot arrived, for one of their owners, where a caller may see it. */
export function lotIsWithin(scopes: Scopes, lotId: SQL): SQL {
  if (scopes === null) return sql`true`;
  return sql`exists (
    select from receipt_lines line join receipts receipt on receipt.id = line.receipt_id
     where line.lot_id = ${lotId} and ${withinScopes(scopes, sql`receipt.site_id`, sql`receipt.owner_id`, sql`line.lot_id`)})`;
}

const idArray = (ids: readonly string[]): SQL => sql`${`{${ids.join(',')}}`}::uuid[]`;

/** Conditions of which at least one is to be met. */
export const anyOf = (conditions: readonly (SQL | undefined)[]): SQL =>
  sql`(${sql.join(
    conditions.filter((condition) => condition !== undefined).map((condition) => sql`(${condition})`),
    sql` or `,
  )})`;

/** Conditions that were given, all of them to be met. */
export const allOf = (conditions: readonly (SQL | undefined)[]): SQL =>
  sql.join([sql`true`, ...conditions.filter((condition) => condition !== undefined)], sql` and `);

/** Whether an active hold reaches stock: what `domain/holds.ts` says, for lists that the database has to filter. */
export const isHeld = (lotId: SQL, siteId: SQL, locationId: SQL): SQL => sql`exists (
    select from holds reaching where reaching.lot_id = ${lotId} and reaching.ended_at is null
       and (reaching.site_id is null or reaching.site_id = ${siteId})
       and (reaching.location_id is null or reaching.location_id = ${locationId}))`;
