import type { Db } from '#db/connect.ts';
import type { Grant } from '#domain/caller.ts';

/** Who holds a session token or an API key, and what they may do at this moment. Times are milliseconds since 1970. */
export type FoundCaller = {
  credentialId: string;
  holderId: string;
  name: string;
  active: boolean;
  /** Somebody else chose their password, and it is the way they came in. */
  passwordChangeDue: boolean;
  /** They came in by a password, and their account has nothing beside it. */
  oneFactor: boolean;
  /** When the session was ended or the key revoked; null while neither happened. */
  endedAt: number | null;
  /** Null for keys that do not expire. */
  expiresAt: number | null;
  lastUsedAt: number | null;
  secretHmac: string;
  /** It is the secret of a key from before its rotation. */
  previous: boolean;
  /** When the next of their grants begins or ends; null where none will. */
  changesAt: number | null;
  grants: Grant[];
};

type Row = Omit<FoundCaller, 'grants'> & { grants: Grant[] | null };

const found = (rows: readonly Row[]): FoundCaller | undefined => {
  const [row] = rows;
  return row && { ...row, grants: row.grants ?? [] };
};

/** Hot: each tagged statement is prepared once per connection by the driver. */
export async function findCallerBySession(db: Db, tokenHmac: string, now: Date): Promise<FoundCaller | undefined> {
  const at = now.toISOString();
  return found(
    await db.$client<Row[]>`
      select session.id as "credentialId", person.id as "holderId", person.name, person.active,
             person.password_change_due and session.method <> 'provider' as "passwordChangeDue",
             session.method <> 'provider' and not exists (select from second_factors factor
               where factor.user_id = person.id and factor.proved_at is not null) as "oneFactor",
             extract(epoch from session.ended_at)::float8 * 1000 as "endedAt",
             extract(epoch from session.expires_at)::float8 * 1000 as "expiresAt",
             extract(epoch from session.last_seen_at)::float8 * 1000 as "lastUsedAt",
             session.token_hmac as "secretHmac", false as previous,
             (select jsonb_agg(jsonb_build_object('role', role, 'entityId', entity_id, 'siteId', site_id, 'category', category, 'rights',
                       (select coalesce(jsonb_agg("right"), '[]') from role_rights where role_rights.role = role_grants.role)))
                from role_grants where user_id = person.id and valid_from <= ${at}::timestamptz
                 and (valid_until is null or valid_until > ${at}::timestamptz)) as grants,
             (select extract(epoch from min(instant))::float8 * 1000
                from role_grants cross join lateral (values (valid_from), (valid_until)) as change (instant)
               where user_id = person.id and instant > ${at}::timestamptz) as "changesAt"
        from sessions session join users person on person.id = session.user_id
       where session.token_hmac = ${tokenHmac}`,
  );
}

/** The same for a system, by the part of its key that may be shown. The caller of this proves the rest. */
export async function findCallerByKeyPrefix(db: Db, prefix: string, now: Date): Promise<FoundCaller | undefined> {
  const at = now.toISOString();
  return found(
    await db.$client<Row[]>`
      select key.id as "credentialId", key.id as "holderId", key.name, true as active,
             extract(epoch from key.revoked_at)::float8 * 1000 as "endedAt",
             false as "passwordChangeDue", false as "oneFactor", presented.previous,
             extract(epoch from presented.expires_at)::float8 * 1000 as "expiresAt",
             extract(epoch from presented.last_used_at)::float8 * 1000 as "lastUsedAt",
             presented.secret_hmac as "secretHmac",
             (select jsonb_agg(jsonb_build_object('role', role, 'entityId', entity_id, 'siteId', site_id, 'category', category, 'rights',
                       (select coalesce(jsonb_agg("right"), '[]') from role_rights where role_rights.role = role_grants.role)))
                from role_grants where api_key_id = key.id and valid_from <= ${at}::timestamptz
                 and (valid_until is null or valid_until > ${at}::timestamptz)) as grants,
             (select extract(epoch from min(instant))::float8 * 1000
                from role_grants cross join lateral (values (valid_from), (valid_until)) as change (instant)
               where api_key_id = key.id and instant > ${at}::timestamptz) as "changesAt"
        from (select id, false as previous, expires_at, last_used_at, secret_hmac from api_keys where prefix = ${prefix}
              union all
              select id, true, previous_until, previous_last_used_at, previous_secret_hmac from api_keys where previous_prefix = ${prefix}
             ) presented
        join api_keys key on key.id = presented.id`,
  );
}
