import { type SQL, sql } from 'drizzle-orm';
import type { DbOrTx } from '#db/connect.ts';
import type { AskedBy, Caller } from '#domain/caller.ts';
import { isDelegable, type Right, type Role, rights } from '#domain/rights.ts';

type Granted = {
  role: Role;
  entityId: string | null;
  siteId: string | null;
  category: string | null;
  rights: string[];
};

/**
 * Who somebody is and what they may do at this moment, whatever they could when they asked. Undefined where the account is
 * closed, the key is revoked or has expired, or there never was one. One statement, because every decision asks it.
 */
export async function callerById(db: DbOrTx, asked: AskedBy, now: Date): Promise<Caller | undefined> {
  const { kind, id, onBehalfOf } = asked;
  const at = sql`${now.toISOString()}::timestamptz`;
  if (onBehalfOf) return kind === 'person' ? await standInById(db, id, onBehalfOf.id, at) : undefined;
  const [holder, isUsable] =
    kind === 'api_key'
      ? [
          sql`api_key`,
          sql`from api_keys holder where revoked_at is null and (expires_at is null or expires_at > ${at})`,
        ]
      : [sql`user`, sql`from users holder where active`];
  const [found] = await db.execute<{ name: string; grants: Granted[] }>(sql`
    select name, (${grantsWhere(sql`granted.${holder}_id = holder.id`, at)}) as grants
      ${isUsable} and holder.id = ${id}`);
  return found && { kind, id, name: found.name, grants: found.grants.map(asGrant) };
}

/**
 * A person in the place of a colleague: with what that colleague handed over, as far as they still have it themselves, and
 * nothing of the person's own. Without what the person gave that colleague, by their own hand or by a key they made: it would come
 * back to them as theirs. Undefined where nothing is handed over at this moment.
 */
async function standInById(db: DbOrTx, id: string, fromId: string, at: SQL): Promise<Caller | undefined> {
  const inForce = sql`valid_from <= ${at} and valid_until > ${at} and (ended_at is null or ended_at > ${at})`;
  const [found] = await db.execute<{ name: string; fromName: string; grants: Granted[] }>(sql`
    with recursive giver (id) as (
      select ${id}::text union select made.id::text from giver join api_keys made on made.created_by = giver.id)
    select person.name, absent.name as "fromName", (${grantsWhere(
      sql`granted.user_id = absent.id and granted.granted_by not in (select giver.id from giver) and exists (
            select from delegations handed
             where handed.from_user_id = absent.id and handed.to_user_id = person.id
               and handed.valid_from <= ${at} and handed.valid_until > ${at} and (handed.ended_at is null or handed.ended_at > ${at})
               and (handed.grant_ids is null or handed.grant_ids ? granted.id::text))`,
      at,
    )}) as grants
      from users person, users absent
     where person.active and absent.active and person.id = ${id} and absent.id = ${fromId}
       and exists (select from delegations where from_user_id = absent.id and to_user_id = person.id and ${inForce})`);
  if (!found) return undefined;
  const grants = found.grants.map(asGrant).map((grant) => ({ ...grant, rights: grant.rights.filter(isDelegable) }));
  return { kind: 'person', id, name: found.name, grants, onBehalfOf: { id: fromId, name: found.fromName } };
}

const grantsWhere = (whose: SQL, at: SQL): SQL => sql`
  select coalesce(jsonb_agg(jsonb_build_object('role', role, 'entityId', entity_id, 'siteId', site_id, 'category', category, 'rights', (
           select coalesce(jsonb_agg("right"), '[]') from role_rights permitted where permitted.role = granted.role))), '[]')
    from role_grants granted
   where ${whose} and valid_from <= ${at} and (valid_until is null or valid_until > ${at})`;

// A right that this version does not know permits nothing here.
const known = (right: string): Right[] => rights.filter((one) => one === right);
const asGrant = (grant: Granted) => ({ ...grant, rights: grant.rights.flatMap(known) });
