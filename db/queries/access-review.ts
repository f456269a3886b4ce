import { type SQL, sql } from 'drizzle-orm';
import type { DbOrTx } from '#db/connect.ts';
import type { Scopes } from '#domain/caller.ts';
import { isDelegable, rights } from '#domain/rights.ts';
import { isoText } from './iso-text.ts';
import { takePage } from './take-page.ts';
import { allOf, anyOf } from './within-scopes.ts';

export type HeldGrant = {
  key: string;
  kind: 'person' | 'api_key';
  id: string;
  name: string;
  username: string | null;
  role: string;
  rights: string[];
  entity: string | null;
  site: string | null;
  category: string | null;
  from: string;
  until: string | null;
  grantedBy: string;
  onBehalfOf: string | null;
  lastSeenAt: string | null;
};

export type AccessFilter = {
  scopes: Scopes;
  now: Date;
  site?: string | undefined;
  entity?: string | undefined;
  role?: string | undefined;
  right?: string | undefined;
  user?: string | undefined;
  endsBefore?: string | undefined;
};

/**
 * Who holds which role where, in force or still to begin: people, keys, and people for colleagues who have handed something over.
 * What they may do for a colleague are the rights that can be handed over, without what they gave that colleague (`callerById`).
 */
export async function reviewAccess(
  db: DbOrTx,
  { limit, after, ...filter }: AccessFilter & { limit: number; after?: readonly string[] | undefined },
): Promise<{ rows: readonly HeldGrant[]; next: readonly string[] | null }> {
  const [name, key] = after ?? [];
  const later = name !== undefined && key !== undefined ? sql`(held.name, held.key) > (${name}, ${key})` : sql`true`;
  const rows = await db.execute<HeldGrant>(sql`
    with held as (${held(filter.now)})
    select held.key, held.kind, held.id, held.name, held.username, held.role, held.category, held."onBehalfOf",
           entity.code as entity, site.code as site, ${rightsOf} as rights,
           ${isoText(sql`held.starts`)} as "from", ${isoText(sql`held.ends`)} as until,
           coalesce((select granter.name from users granter where granter.id::text = held.granted_by),
                    (select granter.name from api_keys granter where granter.id::text = held.granted_by), held.granted_by) as "grantedBy",
           ${isoText(sql`held.seen`)} as "lastSeenAt"
      from held left join legal_entities entity on entity.id = held.entity_id left join sites site on site.id = held.site_id
     where ${reached(filter)} and ${later} order by held.name, held.key limit ${limit + 1}`);
  return takePage(rows, limit, (row) => [row.name, row.key]);
}

const notDelegable = rights.filter((right) => !isDelegable(right));

/** What the role permits now; of what was handed over, without what nobody hands over. */
const rightsOf = sql`(
  select coalesce(jsonb_agg(permitted."right" order by permitted."right"), '[]') from role_rights permitted
   where permitted.role = held.role and (held."onBehalfOf" is null or permitted."right" not in ${notDelegable}))`;

const held = (now: Date): SQL => {
  const at = sql`${now.toISOString()}::timestamptz`;
  const granted = sql`granted.role, granted.entity_id, granted.site_id, granted.category, granted.granted_by`;
  const lasting = sql`(granted.valid_until is null or granted.valid_until > ${at})`;
  const seen = sql`(select max(created_at) from sessions where sessions.user_id = person.id)`;
  return sql`
    select granted.id::text as key, 'person' as kind, person.id, person.name, person.username, ${granted},
           granted.valid_from as starts, granted.valid_until as ends, null as "onBehalfOf", ${seen} as seen
      from role_grants granted join users person on person.id = granted.user_id
     where person.active and ${lasting}
    union all
    select granted.id::text, 'api_key', key.id, key.name, null, ${granted},
           granted.valid_from, least(granted.valid_until, key.expires_at), null, key.last_used_at
      from role_grants granted join api_keys key on key.id = granted.api_key_id
     where key.revoked_at is null and (key.expires_at is null or key.expires_at > ${at}) and ${lasting}
    union all
    select granted.id || ':' || handed.id, 'person', person.id, person.name, person.username, ${granted},
           greatest(granted.valid_from, handed.valid_from), least(granted.valid_until, handed.valid_until), absent.name, ${seen}
      from delegations handed join users person on person.id = handed.to_user_id join users absent on absent.id = handed.from_user_id
      join role_grants granted on granted.user_id = absent.id
     where person.active and absent.active and ${lasting} and handed.valid_until > ${at} and handed.ended_at is null
       and (handed.grant_ids is null or handed.grant_ids ? granted.id::text)
       and granted.granted_by <> person.id::text
       and not exists (select from api_keys made where made.id::text = granted.granted_by and made.created_by = person.id::text)`;
};

/** A grant of everything reaches each place, so it is shown to whoever reviews one. */
function reached({ scopes, site, entity, role, right, user, endsBefore }: AccessFilter): SQL {
  const reaches = (column: SQL, value: string | null | undefined): SQL | undefined =>
    value == null ? undefined : sql`(${column} is null or ${column} = ${value})`;
  const scope = (scopes ?? [{ siteId: null, entityId: null, category: null }]).map((each) =>
    allOf([
      reaches(sql`held.site_id::text`, each.siteId),
      reaches(sql`held.entity_id::text`, each.entityId),
      reaches(sql`held.category`, each.category),
    ]),
  );
  return allOf([
    anyOf([sql`false`, ...scope]),
    reaches(sql`site.code`, site),
    reaches(sql`entity.code`, entity),
    role ? sql`held.role = ${role}` : undefined,
    user ? sql`held.id = ${user}::uuid` : undefined,
    right ? sql`${rightsOf} ? ${right}::text` : undefined,
    endsBefore ? sql`held.ends < ${endsBefore}::timestamptz` : undefined,
  ]);
}
