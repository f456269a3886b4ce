import { sql } from 'drizzle-orm';
import type { DbOrTx } from '#db/connect.ts';
import type { Caller } from '#domain/caller.ts';
import { type Right, type Role, rights } from '#domain/rights.ts';

type Granted = { role: Role; entityId: string | null; siteId: string | null; rights: string[] };

/**
 * Who somebody is and what they may do at this moment, whatever they could when they asked. Undefined where the account is
 * closed, the key is revoked or has expired, or there never was one. One statement, because every decision asks it.
 */
export async function callerById(
  db: DbOrTx,
  { kind, id }: Pick<Caller, 'kind' | 'id'>,
  now: Date,
): Promise<Caller | undefined> {
  const at = sql`${now.toISOString()}::timestamptz`;
  const [holder, isUsable] =
    kind === 'api_key'
      ? [
          sql`api_key`,
          sql`from api_keys holder where revoked_at is null and (expires_at is null or expires_at > ${at})`,
        ]
      : [sql`user`, sql`from users holder where active`];
  const [found] = await db.execute<{ name: string; grants: Granted[] }>(sql`
    select name, (
             select coalesce(jsonb_agg(jsonb_build_object('role', role, 'entityId', entity_id, 'siteId', site_id, 'rights', (
                       select coalesce(jsonb_agg("right"), '[]') from role_rights permitted where permitted.role = granted.role))), '[]')
               from role_grants granted
              where granted.${holder}_id = holder.id and valid_from <= ${at} and (valid_until is null or valid_until > ${at})) as grants
      ${isUsable} and holder.id = ${id}`);
  return (
    found && {
      kind,
      id,
      name: found.name,
      grants: found.grants.map((grant) => ({ ...grant, rights: grant.rights.flatMap(known) })),
    }
  );
}

// A right that this version does not know permits nothing here.
const known = (right: string): Right[] => rights.filter((one) => one === right);
