import { sql } from 'drizzle-orm';
import type { DbOrTx } from '#db/connect.ts';

/**
 * Claimed tasks whose holder may not work them where they are, as far as the tables tell: the account is closed, the key revoked, or
 * no grant, of their own or in their hands, gives the right there any more. The one that waits longest comes first.
 */
export async function tasksOfTheUnentitled(db: DbOrTx, now: Date, limit: number): Promise<string[]> {
  const at = sql`${now.toISOString()}::timestamptz`;
  const rows = await db.execute<{ id: string }>(sql`
    select task.id from tasks task
      left join users person on person.id::text = task.assignee_id
      left join api_keys key on key.id::text = task.assignee_id
      left join lots lot on lot.id = task.lot_id left join items item on item.id = lot.item_id
     where task.state = 'claimed' and (person.id is not null or key.id is not null)
       and not (coalesce(person.active, key.revoked_at is null and (key.expires_at is null or key.expires_at > ${at})) and exists (
         select from role_grants granted join role_rights permitted on permitted.role = granted.role and permitted."right" = 'task.work'
          where (granted.user_id = person.id or granted.api_key_id = key.id or exists (
                  select from delegations handed join users absent on absent.id = handed.from_user_id and absent.active
                   where handed.to_user_id = person.id and handed.from_user_id = granted.user_id
                     and handed.valid_from <= ${at} and handed.valid_until > ${at} and (handed.ended_at is null or handed.ended_at > ${at})
                     and (handed.grant_ids is null or handed.grant_ids ? granted.id::text)))
            and granted.valid_from <= ${at} and (granted.valid_until is null or granted.valid_until > ${at})
            and (granted.site_id is null or granted.site_id = task.site_id)
            and (granted.entity_id is null or task.entity_id is null or granted.entity_id = task.entity_id)
            and (granted.category is null or granted.category = item.category)))
     order by task.due_at, task.id limit ${limit}`);
  return rows.map(({ id }) => id);
}

/** Whose grants are in somebody's hands at an instant. */
export async function givenInHand(db: DbOrTx, userId: string, now: Date): Promise<{ id: string; name: string }[]> {
  const at = sql`${now.toISOString()}::timestamptz`;
  const rows = await db.execute<{ id: string; name: string }>(sql`
    select distinct absent.id, absent.name from delegations handed join users absent on absent.id = handed.from_user_id
     where handed.to_user_id::text = ${userId} and handed.valid_from <= ${at} and handed.valid_until > ${at}
       and (handed.ended_at is null or handed.ended_at > ${at})`);
  return [...rows];
}
